/** A JSON object from outside: a schema, or a map of them. */
export type Json = { readonly [key: string]: unknown };

/** Whether a value is a JSON object. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A Kubernetes schema as strict JSON Schema: an object that lists its properties takes no others, `nullable` becomes a type,
 * and references lead to `$defs`. Nothing is changed inside allOf, anyOf, oneOf and not, where a part is not the whole object.
 */
export function strictSchema(schema: Json): Json {
  const { description: _text, default: _value, nullable, properties, items, additionalProperties, ...rest } = schema;
  const open = additionalProperties === undefined && rest['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    ...rest,
    ...(nullable === true && typeof rest.type === 'string' ? { type: [rest.type, 'null'] } : {}),
    ...(typeof rest.$ref === 'string' ? { $ref: toDefs(rest.$ref) } : {}),
    ...(Array.isArray(rest.allOf) ? { allOf: rest.allOf.map(redirect) } : {}),
    ...(isJson(items) ? { items: strictSchema(items) } : {}),
    ...(isJson(properties) ? { properties: strictAll(properties) } : {}),
    ...(isJson(additionalProperties) ? { additionalProperties: strictSchema(additionalProperties) } : {}),
    ...(isJson(properties) && additionalProperties === undefined && !open ? { additionalProperties: false } : {}),
  };
}

/** Every schema of a map, made strict. */
export function strictAll(schemas: Json): Json {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, isJson(schema) ? strictSchema(schema) : schema]),
  );
}

function redirect(part: unknown): unknown {
  return isJson(part) && typeof part.$ref === 'string' ? { ...part, $ref: toDefs(part.$ref) } : part;
}

function toDefs(reference: string): string {
  return reference.replace('#/components/schemas/', '#/$defs/');
}
