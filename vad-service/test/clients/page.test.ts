import { fromBinary } from '@bufbuild/protobuf';
import {
  type FieldDescriptorProto,
  FileDescriptorProtoSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from '@bufbuild/protobuf/wkt';
import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { DESCRIPTORS } from '../../../proto/gen/descriptors.ts';
import { AudioEncoding, type CreateSessionRequest, type VADServiceClient } from '../../../proto/gen/vad.ts';
import { describeSettings } from '../../src/config.ts';
import { Hysteresis, withDefaults } from '../../src/hysteresis.ts';
import { audio, noisy, randomFrom } from '../audio.ts';
import { create, detect } from '../call.ts';
import { Service } from '../service.ts';
import { anchorsLinkedInPage, headingsOfPage, tableOfPage } from './page.ts';

const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(DESCRIPTORS['vad.proto']?.file ?? '', 'base64'));
const messages = file.messageType.filter(message => message.field.length > 0);

/** A field as the page writes it. */
function asWritten(field: FieldDescriptorProto) {
  const type = field.typeName.split('.').at(-1) || (Type[field.type] as string).toLowerCase();
  const prefix = field.label === Label.REPEATED ? 'repeated ' : field.proto3Optional ? 'optional ' : '';
  return { field: field.name, number: String(field.number), type: `${prefix}${type}` };
}

test('links within the page lead somewhere', () => {
  const anchors = headingsOfPage().map(heading => heading.toLowerCase().replaceAll(' ', '-'));
  const links = anchorsLinkedInPage();
  expect(links).not.toEqual([]);
  expect(links.filter(link => !anchors.includes(link))).toEqual([]);
});

test.each(messages)('the table of $name has its fields', ({ name, field: fields }) => {
  const rows = tableOfPage(name).map(({ field, number, type }) => ({ field, number, type }));
  expect(rows).toEqual(fields.map(asWritten));
});

test.each([8000, 16_000])('at %d Hz a frame has the bytes that the table says', async sampleRate => {
  await using service = new Service();
  const vad = await service.vad();
  const rows = tableOfPage('Audio');
  expect(rows).toHaveLength(4);
  for (const row of rows) {
    const name = /^`(\w+)`/.exec(row.encoding ?? '')?.[1] as keyof typeof AudioEncoding;
    const bytes = Number(row[`bytes a frame at ${sampleRate / 1000} kHz`]);
    await create(vad, name, { sampleRate, encoding: AudioEncoding[name] as AudioEncoding });
    expect(await detect(vad, name, Buffer.alloc(bytes - 1)), name).toMatchObject({ framesProcessed: 0 });
    expect(await detect(vad, name, Buffer.alloc(1)), name).toMatchObject({ framesProcessed: 1 });
    expect(bytes / Number(row['bytes a sample'])).toBe((sampleRate * 32) / 1000);
  }
});

const settings = tableOfPage('CreateSessionRequest').filter(({ field }) => field !== 'session_id');
const camelCase = (field = '') => field.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/** What a session with these settings replies to speech under noise. */
async function repliesWith(vad: VADServiceClient, sessionId: string, chosen: Partial<CreateSessionRequest>) {
  const samples = noisy(audio('two-phrases'), 0.5, 600, randomFrom(3));
  await create(vad, sessionId, chosen);
  const replies = [];
  for (let at = 0; at < samples.length; at += 1024) {
    const { sessionId: _, ...reply } = await detect(vad, sessionId, samples.subarray(at, at + 1024));
    replies.push(reply);
  }
  return replies;
}

test('thresholds that are unset are as the table says', () => {
  const stated = (name: string) => Number(settings.find(({ field }) => field === name)?.['unset means']);
  expect(withDefaults({ threshold: 0, thresholdLow: 0, frameWindowThreshold: 0 })).toEqual({
    threshold: Math.fround(stated('threshold')),
    thresholdLow: Math.fround(stated('threshold_low')),
    frameWindowThreshold: stated('frame_window_threshold'),
  });
});

test('what is unset is as the table says', async () => {
  await using service = new Service();
  const vad = await service.vad();
  const unset = await repliesWith(vad, 'unset', {});
  expect(unset.flatMap(reply => reply.speechEvents.map(event => event.type))).toEqual([1, 2, 1]);
  for (const { field, 'unset means': meant = '' } of settings) {
    const value = meant in AudioEncoding ? AudioEncoding[meant as keyof typeof AudioEncoding] : Number(meant);
    expect(await repliesWith(vad, `${field}`, { [camelCase(field)]: value }), field).toEqual(unset);
  }
});

test('settings are taken within their ranges and refused beyond', async () => {
  await using service = new Service();
  const vad = await service.vad();
  const refused = { code: status.INVALID_ARGUMENT };
  const outcome = (field: string | undefined, value: number) =>
    create(vad, 'a', { minSpeechMs: 0, [camelCase(field)]: value });
  for (const { field, range = '' } of settings) {
    const [from, to] = range.split(' to ').map(Number) as [number, number];
    if (range === 'not NaN') {
      await expect(outcome(field, Number.NaN), field).rejects.toMatchObject(refused);
    } else if (range.includes(',')) {
      for (const value of range.split(',')) await outcome(field, Number(value));
      await expect(outcome(field, 44_100), field).rejects.toMatchObject(refused);
    } else if (field !== 'frame_window_threshold') {
      for (const value of [from, to]) await outcome(field, value);
      for (const value of [from - 1, to + 1]) await expect(outcome(field, value), field).rejects.toMatchObject(refused);
    }
  }
  await create(vad, 'x'.repeat(128));
  await expect(create(vad, 'a', { maxSpeechMs: 249 })).rejects.toMatchObject(refused);
});

test('30 voiced frames can make has_voice, 31 never, fewer than 0 always', async () => {
  await using service = new Service();
  const vad = await service.vad();
  const voices = async (frameWindowThreshold: number) => {
    const replies = await repliesWith(vad, 'a', { threshold: -1, frameWindowThreshold });
    return replies.map(reply => reply.hasVoice);
  };
  expect((await voices(30)).indexOf(true)).toBe(29);
  expect(await voices(31)).not.toContain(true);
  expect((await voices(-1)).slice(0, -1)).not.toContain(false); // the last piece is no whole frame
});

test('by default has_voice comes with the 8th voiced frame and goes with the 23rd unvoiced one', () => {
  const hysteresis = new Hysteresis({ threshold: 0, thresholdLow: 0, frameWindowThreshold: 0 });
  expect(Array.from({ length: 40 }, () => hysteresis.step(1)).indexOf(true)).toBe(8 - 1);
  expect(Array.from({ length: 40 }, () => hysteresis.step(0)).indexOf(false)).toBe(23 - 1);
});

test('limits are as the table says', () => {
  const defaults = new Map(describeSettings().map(([name, fallback]) => [name, fallback]));
  const rows = tableOfPage('Limits').filter(row => row.variable);
  expect(rows).toHaveLength(5);
  for (const { variable, default: stated } of rows) expect(stated, variable).toBe(defaults.get(variable ?? ''));
});
