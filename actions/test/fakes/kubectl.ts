// Stands in for a cluster. FAKE_STATE is a folder: `calls` gets each command line, `cluster.json` holds frames;
// each look at the Application moves on by one, all else belongs to the last look, and the last frame stays.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Frame } from '../verify-rollout/cluster.ts';

const state = process.env.FAKE_STATE ?? '';
const args = process.argv.slice(2);
appendFileSync(`${state}/calls`, `${args.join(' ')}\n`);

const frames: readonly Frame[] = JSON.parse(readFileSync(`${state}/cluster.json`, 'utf8'));
const counter = `${state}/looks`;
const looks = existsSync(counter) ? Number(readFileSync(counter, 'utf8')) : 0;
const isLook = args[1]?.startsWith('applications') ?? false;
const frame = frames[Math.min(isLook ? looks : Math.max(0, looks - 1), frames.length - 1)];

if (frame?.error) fail(frame.error);
switch (args[0]) {
  case 'get':
    get(args[1] ?? '');
    break;
  case 'logs':
    if (!args.includes('--previous')) fail('Error from server (BadRequest): container is waiting to start');
    console.log(frame?.log ?? '');
    break;
  case 'port-forward':
    console.log(`Forwarding from 127.0.0.1:${process.env.FAKE_GRPC_PORT} -> 50051`);
    setInterval(() => {}, 1000);
    break;
}

function get(kinds: string): void {
  if (isLook) {
    writeFileSync(counter, String(looks + 1));
    if (!frame?.application)
      fail('Error from server (NotFound): applications.argoproj.io "vad-service-staging" not found');
    console.log(JSON.stringify(frame.application));
  } else {
    console.log(JSON.stringify({ items: (kinds === 'events' ? frame?.events : frame?.items) ?? [] }));
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
