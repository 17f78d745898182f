// Checks requests and answers with GitHub's published OpenAPI description.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type Options, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { at, isRecord, listAt, textAt } from '../../toolkit/json.ts';

const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
const description: unknown = JSON.parse(readFileSync(file, 'utf8'));

// What an address holds is text, so it is read as what is described.
const ajv = described({ coerceTypes: true }, readable(description));
let bodies: Ajv | undefined;

function described(options: Options, schema: unknown): Ajv {
  const made = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false, ...options });
  formats.default(made);
  return made.addSchema(schema as object, 'github');
}

/** An operation as the documentation names it, and what the address fills in. */
export interface Operation {
  /** `GET /repos/{owner}/{repo}/pulls`. */
  readonly route: string;
  readonly pointer: readonly string[];
  readonly filled: Readonly<Record<string, string>>;
}

export interface Request {
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The operation of an address; undefined where GitHub describes none. */
export function findOperation(method: string, path: string): Operation | undefined {
  const paths = at(description, 'paths');
  const templates = isRecord(paths) ? Object.keys(paths) : [];
  const matches = templates.flatMap(template => {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const found = new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path);
    const pointer = ['paths', template, method.toLowerCase()];
    if (!found || at(description, ...pointer) === undefined) return [];
    const filled = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]));
    return [{ route: `${method} ${template}`, pointer, filled }];
  });
  // The one with the most words of its own.
  return matches.toSorted((a, b) => Object.keys(a.filled).length - Object.keys(b.filled).length)[0];
}

/** What is wrong with a request; each as a sentence. */
export function requestFaults({ route, pointer, filled }: Operation, { query, body }: Request): string[] {
  const given: Record<string, Readonly<Record<string, string>>> = { path: filled, query };
  const parameters = listAt(description, ...pointer, 'parameters').map(resolve);
  const faults = parameters.flatMap(parameter => {
    const [name, place] = [textAt(parameter, 'name'), textAt(parameter, 'in')];
    const value = given[place]?.[name];
    if (value === undefined) return at(parameter, 'required') === true ? [`lacks ${name}`] : [];
    return errorsOf(compile(at(parameter, 'schema')), value).map(error => `${name} ${error}`);
  });
  const known = parameters.map(parameter => textAt(parameter, 'name'));
  const strange = Object.keys(query).filter(name => !known.includes(name));
  const unknown = strange.map(name => `has the unknown parameter ${name}`);
  return [...[...faults, ...unknown].map(fault => `${route} ${fault}`), ...bodyFaults(route, body)];
}

/** What is wrong with an answer. A status that the operation does not describe must be an error as all have it. */
export function answerFaults({ route, pointer }: Operation, status: number, body: unknown): string[] {
  const described = resolve(at(description, ...pointer, 'responses', String(status)));
  const schema = at(described, 'content', 'application/json', 'schema');
  if (described === undefined && status < 400) return [`${route} is not described to answer ${status}`];
  const check = compile(schema ?? (status < 400 ? {} : { $ref: 'github#/components/schemas/basic-error' }));
  return errorsOf(check, body).map(error => `${route} answered ${status}, whose body ${error}`);
}

/** A published example, to be filled with state. */
export function example(name: string): Record<string, unknown> {
  const value = at(description, 'components', 'examples', name, 'value');
  if (!isRecord(value)) throw new Error(`GitHub's description has no example ${name}`);
  return structuredClone(value);
}

/**
 * What is wrong with the body for a route, `POST /repos/{owner}/{repo}/pulls`; each as a sentence. A property that GitHub does not
 * describe is a fault too, since it ignores a misspelt one in silence.
 */
export function bodyFaults(route: string, body: unknown): string[] {
  const [method = '', path = ''] = route.split(' ');
  const pointer = ['paths', path, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'];
  if (at(description, ...pointer.slice(0, 3)) === undefined) throw new Error(`GitHub describes no ${route}`);
  if (at(description, ...pointer) === undefined) return body === undefined ? [] : [`${route} takes no body`];
  bodies ??= described({}, closed(readable(description)));
  const fragment = pointer.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  const check = bodies.getSchema(`github#/${fragment}`);
  if (!check) throw new Error(`The body of ${route} has no schema that can be read`);
  return errorsOf(check as ValidateFunction, body ?? {}).map(error => `${route} body ${error}`);
}

function resolve(value: unknown): unknown {
  const ref = textAt(value, '$ref');
  return ref === '' ? value : at(description, ...ref.slice(2).split('/'));
}

const compiled = new Map<unknown, ValidateFunction>();

function compile(schema: unknown): ValidateFunction {
  const known = compiled.get(schema) ?? ajv.compile(absolute(schema) as object);
  compiled.set(schema, known);
  return known;
}

function errorsOf(check: ValidateFunction, value: unknown): string[] {
  check(value);
  return (check.errors ?? []).map(({ instancePath, message, params }) => {
    const strange: unknown = params.additionalProperty;
    return `${instancePath} ${strange === undefined ? message : `has the unknown ${strange}`}`.trim();
  });
}

// References of a part stay references into the whole.
function absolute(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"$ref":"#/', '"$ref":"github#/'));
}

// OpenAPI 3.0 allows null by `nullable`; beside no `type`, JSON Schema needs a choice instead.
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (!isRecord(value)) return value;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, readable(child)]));
  if (nullable === undefined) return rest;
  return nullable === true && rest.type === undefined ? { anyOf: [rest, { type: 'null' }] } : { ...rest, nullable };
}

// An object that lists its properties takes no others, unless it is one part of several.
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (!isRecord(value)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, closed(child)]));
  const isOpen = ['additionalProperties', 'allOf', 'anyOf', 'oneOf'].some(key => key in value);
  return 'properties' in value && !isOpen ? { ...inner, additionalProperties: false } : inner;
}
