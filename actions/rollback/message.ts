import { shortDigest } from '../toolkit/image.ts';
import { operationTrailer, requesterTrailer, sourceTrailer } from '../toolkit/manifest-names.ts';
import type { Message } from '../toolkit/release/commit-message.ts';
import type { RollbackInputs } from './inputs.ts';
import type { Change } from './repin.ts';

type Asked = Pick<RollbackInputs, 'environment' | 'reason' | 'actor' | 'isAutomatic'>;

/** The message of a rollback's commit. `run` as in `Message`. */
export function messageOf(
  asked: Asked,
  { target, operation }: Pick<Change, 'target' | 'operation'>,
  run: string | undefined,
): Message {
  const { environment, reason, actor, isAutomatic } = asked;
  const titles = {
    rollback: `Roll ${environment} back to ${shortDigest(target?.release.digest ?? '')}`,
    hold: `Hold releases to ${environment}`,
    'release-hold': `Lift the hold of ${environment}`,
  };
  const trailers = [
    `${operationTrailer}: ${operation}`,
    ...(target ? [`${sourceTrailer}: ${target.release.sourceCommit}`] : []),
    ...(actor === '' || isAutomatic ? [] : [`${requesterTrailer}: ${actor}`]),
  ];
  return { title: titles[operation], body: reason, trailers, run };
}
