import { expect, it } from 'vitest';
import { briefly, readable } from './run-output.ts';

const output = `[deploy/build] ⭐ Run Main ./actions/build-push
[deploy/build]   | source   da9fc2a09105, 30 files
[deploy/build]   | #5 [build 1/8] WORKDIR /src
[deploy/build]   | 
[deploy/build]   | built    vad-service@sha256:e74e
[deploy/build]   ✅  Success - Main ./actions/build-push [8.552404744s]
[deploy/build]   ⚙  ::set-output:: tag=src-1371a8
[deploy/build]   ⚙  Summary - ### Image built

| image | source |
| --- | --- |
[deploy/build] 🏁  Job succeeded
[deploy/staging]   ❗  ::error::crash-loop: the pod ends at once
the second line of that message
[deploy/staging]   ❌  Failure - Main Verify the rollout
[deploy/staging] 🏁  Job failed`;

it('keeps what actions say, how jobs end, and failures with all their lines', () => {
  expect(output.split('\n').filter(briefly()).join('\n')).toMatchInlineSnapshot(`
    "[deploy/build]   | source   da9fc2a09105, 30 files
    [deploy/build]   | built    vad-service@sha256:e74e
    [deploy/build] 🏁  Job succeeded
    [deploy/staging]   ❗  ::error::crash-loop: the pod ends at once
    the second line of that message
    [deploy/staging]   ❌  Failure - Main Verify the rollout
    [deploy/staging] 🏁  Job failed"
  `);
});

it('breaks the lines of an annotation', () => {
  expect(readable('[job]   ❗  ::error::first%0Asecond, 5 %25')).toBe('[job]   ❗  ::error::first\n    second, 5 %');
  expect(readable('[job]   | 100 %0A of it')).toBe('[job]   | 100 %0A of it');
});
