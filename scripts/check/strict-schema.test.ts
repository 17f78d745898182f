import { expect, test } from 'vitest';
import { kindsOfCrd, kindsOfOpenApi } from './kind-schemas.ts';
import { strictSchema } from './strict-schema.ts';

const text = { type: 'string' };

test('an object that lists its properties takes no others, at every depth', () => {
  expect(
    strictSchema({
      type: 'object',
      properties: { spec: { properties: { a: text } }, list: { type: 'array', items: { properties: { b: text } } } },
    }),
  ).toEqual({
    type: 'object',
    additionalProperties: false,
    properties: {
      spec: { properties: { a: text }, additionalProperties: false },
      list: { type: 'array', items: { properties: { b: text }, additionalProperties: false } },
    },
  });
});

test.each([
  { title: 'lists no properties', schema: { type: 'object' } },
  { title: 'is a map', schema: { type: 'object', additionalProperties: text } },
  { title: 'keeps unknown fields', schema: { properties: { a: text }, 'x-kubernetes-preserve-unknown-fields': true } },
  { title: 'is part of a choice', schema: { oneOf: [{ properties: { a: text } }] } },
])('an object that $title stays open', ({ schema }) => {
  expect(strictSchema(schema)).toEqual(schema);
});

test('a property named like a keyword is a property', () => {
  const { properties } = strictSchema({ properties: { description: { ...text, description: 'left out' } } });
  expect(properties).toEqual({ description: text });
});

test('null is taken where it is allowed', () => {
  expect(strictSchema({ type: 'string', nullable: true })).toEqual({ type: ['string', 'null'] });
});

test('a group gives a schema file for each of its kinds', () => {
  const kind = (group: string, name: string) => ({ group, version: 'v1', kind: name });
  const [deployment, ...others] = kindsOfOpenApi({
    components: {
      schemas: {
        Deployment: {
          'x-kubernetes-group-version-kind': [kind('apps', 'Deployment')],
          properties: { spec: { allOf: [{ $ref: '#/components/schemas/Spec' }], default: {} } },
        },
        Spec: { properties: { a: text } },
        DeleteOptions: {
          'x-kubernetes-group-version-kind': [kind('', 'DeleteOptions'), kind('apps', 'DeleteOptions')],
        },
      },
    },
  });
  expect(others).toEqual([]);
  expect(deployment?.file).toBe('apps_v1_deployment.json');
  expect(deployment?.schema).toMatchObject({
    $ref: '#/$defs/Deployment',
    $defs: {
      Deployment: { properties: { spec: { allOf: [{ $ref: '#/$defs/Spec' }] } }, additionalProperties: false },
      Spec: { additionalProperties: false },
    },
  });
});

test('the core group is named by its version, as kubeconform has it', () => {
  const schemas = { Pod: { 'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Pod' }] } };
  expect(kindsOfOpenApi({ components: { schemas } }).map(({ file }) => file)).toEqual(['v1_v1_pod.json']);
});

test('a definition of a custom resource gives a schema file for each version', () => {
  const version = (name: string) => ({ name, schema: { openAPIV3Schema: { properties: { spec: text } } } });
  const spec = { group: 'example.io', names: { kind: 'Thing' }, versions: [version('v1'), version('v2')] };
  expect(kindsOfCrd({ spec })).toEqual([
    { file: 'example.io_v1_thing.json', schema: { properties: { spec: text }, additionalProperties: false } },
    { file: 'example.io_v2_thing.json', schema: { properties: { spec: text }, additionalProperties: false } },
  ]);
});
