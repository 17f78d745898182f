// Does what clients.test.ts asks of it with docs/api.md's client, a line of JSON a question and an answer.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { call, connect, cycle, detect, detectAll } from './client.mjs';

const [address, wav] = process.argv.slice(2);
const audio = readFileSync(wav).subarray(44);
const client = connect(address);
const more = [];

const seen = reply => ({
  hasVoice: reply.has_voice,
  isSpeaking: reply.is_speaking,
  framesProcessed: reply.frames_processed,
  probability: reply.probability,
  speechEvents: reply.speech_events.map(({ type, sample_index }) => ({ type, sampleIndex: sample_index })),
});

const tasks = {
  async unary({ session_id }) {
    const replies = [];
    for (const request of cycle(session_id, audio)) replies.push(seen(await detect(client, { session_id }, request)));
    return replies;
  },
  async stream({ session_id }) {
    const replies = [];
    for await (const reply of detectAll(client, cycle(session_id, audio))) replies.push(seen(reply));
    return replies;
  },
  async frame({ session_id }) {
    return seen(await detect(client, { session_id }, { session_id, audio_data: Buffer.alloc(1024) }));
  },
  async raw({ session_id, event }) {
    return seen(await call(client, 'Detect', { session_id, event }));
  },
  async create({ session_id }) {
    return (await call(client, 'CreateSession', { session_id })).message;
  },
  async connections({ count }) {
    while (more.length < count) more.push(connect(address));
    for (const other of more) await call(other, 'GetStats', {});
    return more.length;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  console.log(JSON.stringify({ asked: question.task }));
  const answer = await tasks[question.task](question).then(
    answered => ({ answered }),
    ({ code, details }) => ({ failed: { code, details } }),
  );
  console.log(JSON.stringify(answer));
}
process.exit();
