import { expect, test } from 'vitest';
import { InputReader } from '../toolkit/input.ts';
import { readInputs } from './inputs.ts';

const needed = { environment: 'staging', revision: 'a'.repeat(40) };

const read = (given: Record<string, string>) =>
  readInputs(new InputReader(name => ({ ...needed, ...given })[name] ?? ''));

test('the defaults', () => {
  expect(read({})).toEqual({
    ...needed,
    digest: '',
    engine: 'argocd',
    branch: 'main',
    timeoutMs: 600_000,
    settleMs: 25_000,
    kubeconfig: undefined,
    access: { kind: 'plaintext' },
    isRecorded: false,
  });
});

test('a pod may need no time to settle', () => {
  expect(read({ settle: '0s' }).settleMs).toBe(0);
});

test('TLS', () => {
  const client = { 'grpc-cert': import.meta.filename, 'grpc-key': import.meta.filename };
  const { access } = read({ 'grpc-tls': 'on', 'grpc-ca': import.meta.filename, ...client, 'grpc-server-name': 'n' });
  expect(access).toMatchObject({ kind: 'tls', serverName: 'n', isInsecure: false, ca: expect.any(Buffer) });
  expect(read({ 'grpc-tls': 'insecure' }).access).toMatchObject({ ca: undefined, client: undefined, isInsecure: true });
});

test.each<[Record<string, string>, RegExp]>([
  [{ engine: 'helm' }, /engine must be argocd or flux or none/],
  [{ branch: 'a..b' }, /branch must be a branch/],
  [{ settle: 'soon' }, /settle must be a duration/],
  [{ record: 'yes' }, /record must be false or true/],
  [{ 'grpc-ca': '/nowhere', 'grpc-tls': 'on' }, /grpc-ca cannot be read/],
  [{ 'grpc-cert': import.meta.filename, 'grpc-tls': 'on' }, /grpc-key go together/],
  [{ 'grpc-server-name': 'n' }, /grpc-tls is off, but/],
])('%j is refused', (given, message) => {
  expect(() => read(given)).toThrow(message);
});
