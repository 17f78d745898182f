import { once } from 'node:events';
import { type ClientHttp2Stream, constants, type IncomingHttpHeaders } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import { expect } from 'vitest';
import { DetectRequest } from '../../../proto/gen/vad.ts';
import { grpcFrame, RawConnection } from '../raw-connection.ts';

const { OK, INTERNAL, NOT_FOUND, RESOURCE_EXHAUSTED, UNIMPLEMENTED } = status;
const detect = DetectRequest.encode({ sessionId: 'nobody', audioData: Buffer.alloc(10), event: '' }).finish();
const whole = grpcFrame(detect);
const gzip = { 'grpc-encoding': 'gzip' };
/** 200 MiB of zeroes in 200 KB. */
const bomb = grpcFrame(gzipSync(Buffer.alloc(200 * 1_048_576)), 1);

/** What is sent to Detect, and the status that grpc-js, or our NOT_FOUND behind it, answers with. */
const ATTACKS: readonly (readonly [name: string, headers: IncomingHttpHeaders, body: Buffer, status])[] = [
  ['an empty message', {}, grpcFrame(Buffer.alloc(0)), NOT_FOUND],
  ['no message', {}, Buffer.alloc(0), UNIMPLEMENTED],
  ['a frame cut off in its head', {}, whole.subarray(0, 3), UNIMPLEMENTED],
  ['a frame cut off', {}, whole.subarray(0, 9), UNIMPLEMENTED],
  ['a second message', {}, Buffer.concat([whole, whole]), UNIMPLEMENTED],
  ['4 GiB announced', {}, grpcFrame(detect, 0, 2 ** 32 - 1), RESOURCE_EXHAUSTED],
  ['a bomb', gzip, bomb, RESOURCE_EXHAUSTED],
  ['no gzip', gzip, grpcFrame(detect, 1), INTERNAL],
  ['gzip cut off', gzip, grpcFrame(gzipSync(detect).subarray(0, 15), 1), INTERNAL],
  ['an unknown compression', { 'grpc-encoding': 'br' }, grpcFrame(detect, 1), UNIMPLEMENTED],
  ['a timeout that is none', { 'grpc-timeout': 'soon' }, whole, INTERNAL],
  ['binary metadata that is none', { 'x-bin': '!!!' }, whole, NOT_FOUND],
  ['a method of Object', { ':path': '/vad.VADService/constructor' }, whole, UNIMPLEMENTED],
  ['a service of Object', { ':path': '/__proto__/toString' }, whole, UNIMPLEMENTED],
];

/** What no gRPC library sends. */
export async function attackRaw(address: string): Promise<number> {
  await using connection = new RawConnection(address);
  for (const [name, headers, body, code] of ATTACKS) {
    const stream = connection.open('Detect', headers);
    stream.end(body);
    expect(status[await statusOf(stream)], name).toBe(status[code]);
  }
  const bombed = connection.open('DetectStream', gzip);
  bombed.end(bomb);
  expect(await statusOf(bombed)).toBe(RESOURCE_EXHAUSTED);
  const noGrpc = connection.open('Detect', { 'content-type': 'text/plain' });
  const [head] = (await once(noGrpc, 'response')) as [IncomingHttpHeaders];
  expect(head[':status']).toBe(415);
  for (let i = 0; i < 100; i++) {
    const stream = connection.open(i % 2 ? 'Detect' : 'DetectStream');
    if (i % 4 > 1) stream.write(whole.subarray(0, 9));
    stream.close(constants.NGHTTP2_CANCEL);
  }
  const last = connection.open('GetStats');
  last.end(grpcFrame(Buffer.alloc(0)));
  expect(await statusOf(last)).toBe(OK);
  return ATTACKS.length + 103;
}

/** The status that a call ends with, in its trailers or, when there is nothing else, its headers. */
async function statusOf(stream: ClientHttp2Stream): Promise<status> {
  let code: string | string[] | undefined;
  const look = (headers: IncomingHttpHeaders) => {
    code = headers['grpc-status'] ?? code;
  };
  stream.on('response', look).on('trailers', look).resume();
  await once(stream, 'close', { signal: AbortSignal.timeout(20_000) });
  return Number(code ?? Number.NaN);
}
