import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import type { ServerReflectionRequest } from '../../../proto/gen/grpc/reflection/v1/reflection.ts';
import { answerReflection } from './reflection-answer.ts';

const file = (name: string, imports: string[], symbols: string[]) => ({
  [name]: { imports, symbols, file: Buffer.from(name).toString('base64') },
});
const descriptors = {
  ...file('top.proto', ['left.proto', 'right.proto'], ['t.Service', 't.Service.Call']),
  ...file('left.proto', ['base.proto'], ['t.Left']),
  ...file('right.proto', ['base.proto'], ['t.Right']),
  ...file('base.proto', [], ['t.Base']),
};
const ask = (request: Omit<ServerReflectionRequest, 'host'>) =>
  answerReflection({ host: 'h', ...request }, ['t.Service', 'u.Other'], descriptors);
const filesOf = (request: Omit<ServerReflectionRequest, 'host'>) =>
  ask(request).fileDescriptorResponse?.fileDescriptorProto.map(String);

test('the host and the request are told back', () => {
  expect(ask({ listServices: '*' })).toEqual({
    validHost: 'h',
    originalRequest: { host: 'h', listServices: '*' },
    listServicesResponse: { service: [{ name: 't.Service' }, { name: 'u.Other' }] },
  });
});

test('a file comes with all that it imports, once each, itself first', () => {
  const all = ['top.proto', 'left.proto', 'right.proto', 'base.proto'];
  expect(filesOf({ fileByFilename: 'top.proto' })).toEqual(all);
  expect(filesOf({ fileContainingSymbol: 't.Service.Call' })).toEqual(all);
  expect(filesOf({ fileContainingSymbol: 't.Base' })).toEqual(['base.proto']);
});

test.each<[Omit<ServerReflectionRequest, 'host'>, string]>([
  [{ fileByFilename: 'toString' }, 'file "toString" is not known'],
  [{ fileByFilename: '' }, 'file "" is not known'],
  [{ fileContainingSymbol: 't.Serv' }, 'symbol "t.Serv" is not known'],
  [
    { fileContainingExtension: { containingType: 't.Base', extensionNumber: 7 } },
    'extension 7 of "t.Base" is not known',
  ],
  [{ allExtensionNumbersOfType: 't.Nothing' }, 'type "t.Nothing" is not known'],
])('%o is NOT_FOUND', (request, errorMessage) => {
  expect(ask(request).errorResponse).toEqual({ errorCode: status.NOT_FOUND, errorMessage });
});

test('a known type has no extensions', () => {
  const response = { baseTypeName: 't.Base', extensionNumber: [] };
  expect(ask({ allExtensionNumbersOfType: 't.Base' }).allExtensionNumbersResponse).toEqual(response);
});

test('a request that asks for nothing is INVALID_ARGUMENT', () => {
  expect(ask({}).errorResponse?.errorCode).toBe(status.INVALID_ARGUMENT);
});
