import { status } from '@grpc/grpc-js';
import type { Descriptor } from '../../../proto/gen/descriptors.ts';
import type {
  ServerReflectionRequest as Request,
  ServerReflectionResponse as Response,
} from '../../../proto/gen/grpc/reflection/v1/reflection.ts';

type Descriptors = Readonly<Record<string, Descriptor>>;
type Answer = Omit<Response, 'validHost' | 'originalRequest'>;

/**
 * Answers one request of grpc.reflection.v1.
 * @param services full names of what is served.
 * @param descriptors by the file's name; whatever a file imports is among them.
 */
export function answerReflection(request: Request, services: readonly string[], descriptors: Descriptors): Response {
  return { validHost: request.host, originalRequest: request, ...answer(request, services, descriptors) };
}

function answer(request: Request, services: readonly string[], descriptors: Descriptors): Answer {
  if (request.listServices !== undefined) {
    return { listServicesResponse: { service: services.map(name => ({ name })) } };
  }
  if (request.fileByFilename !== undefined) {
    const name = request.fileByFilename;
    return Object.hasOwn(descriptors, name) ? files(name, descriptors) : notFound(`file ${JSON.stringify(name)}`);
  }
  if (request.fileContainingSymbol !== undefined) {
    const name = fileOf(request.fileContainingSymbol, descriptors);
    return name === undefined
      ? notFound(`symbol ${JSON.stringify(request.fileContainingSymbol)}`)
      : files(name, descriptors);
  }
  return answerExtensions(request, descriptors);
}

/** proto3 has no extensions. */
function answerExtensions(request: Request, descriptors: Descriptors): Answer {
  if (request.fileContainingExtension !== undefined) {
    const { extensionNumber, containingType } = request.fileContainingExtension;
    return notFound(`extension ${extensionNumber} of ${JSON.stringify(containingType)}`);
  }
  const baseTypeName = request.allExtensionNumbersOfType;
  if (baseTypeName === undefined) return fault(status.INVALID_ARGUMENT, 'the request asks for nothing that is known');
  return fileOf(baseTypeName, descriptors) === undefined
    ? notFound(`type ${JSON.stringify(baseTypeName)}`)
    : { allExtensionNumbersResponse: { baseTypeName, extensionNumber: [] } };
}

function fileOf(symbol: string, descriptors: Descriptors): string | undefined {
  return Object.keys(descriptors).find(name => descriptors[name]?.symbols.includes(symbol));
}

/** The file and all that it imports, directly or not. */
function files(name: string, descriptors: Descriptors): Answer {
  const names = new Set([name]);
  // A set is walked to its end, what is added meanwhile included.
  for (const next of names) {
    for (const imported of descriptors[next]?.imports ?? []) names.add(imported);
  }
  const fileDescriptorProto = [...names].map(each => Buffer.from(descriptors[each]?.file ?? '', 'base64'));
  return { fileDescriptorResponse: { fileDescriptorProto } };
}

function notFound(what: string): Answer {
  return fault(status.NOT_FOUND, `${what} is not known`);
}

function fault(errorCode: status, errorMessage: string): Answer {
  return { errorResponse: { errorCode, errorMessage } };
}
