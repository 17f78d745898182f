import { isScalar, parseDocument } from 'yaml';
import { Failure } from '../failure.ts';
import { defaultImage, type Settings } from './settings.ts';

const ownDefault = "format('ghcr.io/{0}/vad-service', github.repository)";

/** A workflow with the image that is built where `vars.IMAGE` names none; every other byte stays. */
export function withImageDefault(workflow: string, { owner, name, image }: Settings): string {
  const node = parseDocument(workflow).getIn(['env', 'IMAGE'], true);
  if (!isScalar(node) || !node.range)
    throw new Failure('A workflow that names the image has no env.IMAGE to write it into.');
  // The repository's own package needs no name: the expression follows a renamed repository.
  const fallback = image === defaultImage(owner, name) ? ownDefault : `'${image}'`;
  const [from, to] = node.range;
  return `${workflow.slice(0, from)}\${{ vars.IMAGE || ${fallback} }}${workflow.slice(to)}`;
}
