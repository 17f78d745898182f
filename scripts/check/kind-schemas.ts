import { isJson, type Json, strictAll, strictSchema } from './strict-schema.ts';

/** The schema of one kind, in a file named as `schemaFileTemplate` has it. */
export interface KindSchema {
  readonly file: string;
  readonly schema: Json;
}

/** kubeconform's name for a kind's schema file. For the core group it gives the version as the group, too. */
export const schemaFileTemplate = '{{.Group}}_{{.ResourceAPIVersion}}_{{.ResourceKind}}.json';

/** The kinds of an API group, from the API server's OpenAPI v3 description of it. */
export function kindsOfOpenApi(description: Json): KindSchema[] {
  const components = isJson(description.components) ? description.components : {};
  const schemas = isJson(components.schemas) ? components.schemas : {};
  const $defs = strictAll(schemas);
  return Object.entries(schemas).flatMap(([name, schema]) => {
    const kind = isJson(schema) ? soleKind(schema) : undefined;
    return kind ? [{ file: fileName(kind), schema: { $ref: `#/$defs/${name}`, $defs } }] : [];
  });
}

/** The kinds of a CustomResourceDefinition, one a version. */
export function kindsOfCrd(crd: Json): KindSchema[] {
  const spec = isJson(crd.spec) ? crd.spec : {};
  const kind = isJson(spec.names) ? spec.names.kind : undefined;
  const versions = Array.isArray(spec.versions) ? spec.versions.filter(isJson) : [];
  return versions.flatMap(version => {
    const schema = isJson(version.schema) ? version.schema.openAPIV3Schema : undefined;
    if (!isJson(schema)) return [];
    return [{ file: fileName({ group: spec.group, version: version.name, kind }), schema: strictSchema(schema) }];
  });
}

// Options and events belong to every group at once; they are no manifests.
function soleKind(schema: Json): Json | undefined {
  const kinds = schema['x-kubernetes-group-version-kind'];
  const [only, ...others] = Array.isArray(kinds) ? kinds : [];
  return isJson(only) && others.length === 0 ? only : undefined;
}

function fileName({ group, version, kind }: Json): string {
  return `${group || version}_${version}_${String(kind).toLowerCase()}.json`;
}
