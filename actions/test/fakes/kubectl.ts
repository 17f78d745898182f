// Stands in for a cluster. FAKE_STATE is a folder: `calls` gets each command line, `cluster.json` holds frames;
// each look at the Application (or the Kustomization) moves on by one, all else belongs to the last look, and the last frame stays.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Frame, hpa, reachable } from '../verify-rollout/cluster.ts';

const state = process.env.FAKE_STATE ?? '';
const args = process.argv.slice(2);
appendFileSync(`${state}/calls`, `${args.join(' ')}\n`);

const frames: readonly Frame[] = JSON.parse(readFileSync(`${state}/cluster.json`, 'utf8'));
const counter = `${state}/looks`;
const looks = existsSync(counter) ? Number(readFileSync(counter, 'utf8')) : 0;
const isWatch = args.includes('--watch-only');
const isLook = !isWatch && /^(applications|kustomizations)\./.test(args[1] ?? '');
// Flux's source is read just before its Kustomization: it belongs to the look that comes.
const isOfNext = isLook || args[1]?.startsWith('gitrepositories.');
const frame = frames[Math.min(isOfNext ? looks : Math.max(0, looks - 1), frames.length - 1)];

if (frame?.error && !isWatch) fail(frame.error);
if (isWatch) watch();
else answer();

// A stream on which nothing comes, or one that breaks at once.
function watch(): void {
  if (process.env.FAKE_WATCH === 'broken') fail('error: unable to watch: connection refused');
  setInterval(() => {}, 1000);
}

function answer(): void {
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
}

function get(kinds: string): void {
  if (isLook) writeFileSync(counter, String(looks + 1));
  const [kind = ''] = kinds.split('.');
  if (/^(applications|kustomizations|gitrepositories)$/.test(kind)) getObject(kind, args[2] ?? '');
  else getList(kinds);
}

function getList(kinds: string): void {
  if (kinds === frame?.forbidden) fail(`Error from server (Forbidden): ${kinds} is forbidden: User "x" cannot list it`);
  const lists: Record<string, readonly unknown[] | undefined> = {
    events: frame?.events ?? [],
    'horizontalpodautoscalers.autoscaling': frame?.hpas ?? [hpa()],
    'services,endpointslices.discovery.k8s.io': frame?.services ?? reachable(frame?.items ?? []),
  };
  const hidden = args.includes('--show-managed-fields') ? undefined : 'managedFields';
  const items = lists[kinds] ?? frame?.items ?? [];
  console.log(JSON.stringify({ items }, (key, value) => (key === hidden ? undefined : value)));
}

function getObject(kind: string, name: string): void {
  const objects: Record<string, unknown> = {
    applications: frame?.application,
    kustomizations: frame?.kustomization,
    gitrepositories: frame?.repository,
  };
  if (!objects[kind]) fail(`Error from server (NotFound): ${kind} "${name}" not found`);
  console.log(JSON.stringify(objects[kind]));
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
