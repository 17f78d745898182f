import { ActionError } from '../toolkit/errors.ts';
import { type Outcome, tail } from '../toolkit/exec.ts';

/** What a failed `buildx build` means, from its stderr (`--progress plain`). */
export function buildFailure(code: number, stderr: string): ActionError {
  const said = finalError(stderr);
  // A step's own command is quoted there, whatever words it has.
  const isStep = /did not complete successfully/.test(said);
  const refused = isStep ? undefined : registryRefusal(said);
  if (refused) return refused;
  if (
    !isStep &&
    /failed to push|failed to copy|failed to do request|unexpected status from (PUT|POST|PATCH)/i.test(said)
  ) {
    return new ActionError('push-rejected', `The image was built, but the registry did not take it:\n${said}`);
  }
  const step = failingStep(stderr) || tail(stderr, 20) || '(nothing on stderr)';
  return new ActionError('build-failed', `The build ended with exit code ${code}:\n${step}`);
}

/** What it means that an image that was pushed could not be given its tag. */
export function tagFailure({ code, stderr }: Pick<Outcome, 'code' | 'stderr'>): ActionError {
  const said = finalError(stderr) || tail(stderr, 20) || `(exit code ${code}, nothing on stderr)`;
  return (
    registryRefusal(said) ??
    new ActionError('push-rejected', `The image was pushed, but the registry did not take its tag:\n${said}`)
  );
}

function registryRefusal(said: string): ActionError | undefined {
  if (!/unauthorized|authentication required|\b401\b|denied|forbidden|\b403\b|insufficient_scope/i.test(said)) return;
  return new ActionError('registry-unauthorized', `The registry refuses this login:\n${said}`);
}

// The last words, after BuildKit's own "ERROR:"; a build step may print "denied" too, and that is no answer of a registry.
function finalError(stderr: string): string {
  const lines = stderr.trimEnd().split('\n');
  const at = lines.findLastIndex(line => /^ERROR: /.test(line));
  return at < 0 ? '' : lines.slice(at).join('\n');
}

// BuildKit repeats the failing step between two rulers, " > [stage 2/5] RUN …:", but only its last few lines of output. The
// whole of it came before, each line behind the step's number and a time: "#7 0.069 …".
function failingStep(stderr: string): string {
  const lines = stderr.split('\n');
  const step = lines.findLast(line => / > \[.+\]/.test(line))?.trim();
  if (!step) return '';
  const title = step.replace(/^> /, '').replace(/:$/, '');
  const number = lines.find(line => /^#\d+ /.test(line) && line.endsWith(title))?.split(' ', 1)[0];
  const output = lines.flatMap(line => {
    const [first, time = '', ...rest] = line.split(' ');
    return first === number && /^\d+\.\d+$/.test(time) ? [rest.join(' ')] : [];
  });
  const repeated = lines.slice(lines.findLastIndex(line => line.trim() === step) + 1);
  const said = output.length > 0 ? output : repeated.slice(0, repeated.indexOf('------'));
  return [step, tail(said.join('\n'), 30), finalError(stderr)].join('\n');
}
