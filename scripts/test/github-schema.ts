import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';

const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
let ajv: Ajv | undefined;

/**
 * What GitHub's published description of its REST API has against a request's body; empty if nothing. Properties that the
 * description does not know are faults as well, as a misspelt one would be ignored. @throws for a request it does not have
 */
export function bodyFaults(method: 'post' | 'put' | 'patch', path: string, body: unknown): string[] {
  ajv ??= describedByGitHub();
  const pointer = ['paths', path, method, 'requestBody', 'content', 'application/json', 'schema'];
  const fragment = pointer.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  const validate = ajv.compile({ $ref: `github#/${fragment}` });
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

function describedByGitHub(): Ajv {
  const description = JSON.parse(readFileSync(file, 'utf8'), closed);
  return new Ajv({ strict: false, validateFormats: false, allErrors: true, logger: false }).addSchema(
    description,
    'github',
  );
}

/** An object that lists its properties takes no others, unless it is one part of several. */
function closed(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const open = ['additionalProperties', 'allOf', 'anyOf', 'oneOf'].some(key => key in value);
  return 'properties' in value && !open ? { ...value, additionalProperties: false } : value;
}
