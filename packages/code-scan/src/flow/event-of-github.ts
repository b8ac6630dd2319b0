import { qualifiedName } from '../syntax/callee.ts';
import { child, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import type { OutsideData } from './outside-data.ts';

/** What everybody may write who has no rights on the repository. */
const written =
  /^@actions\/github\.context\.payload\.((issue|discussion|pull_request)\.(title|body)|(comment|review)\.body|pull_request\.head\.(ref|label)|head_commit\.message|workflow_run\.(head_branch|display_title))$/;
const lastField = /^(title|body|ref|label|message|head_branch|display_title)$/;
const event: OutsideData = { kind: 'request', what: 'a text of the event that starts a workflow' };

/** `context.payload.issue.title` in an action of GitHub. */
export function fromEvent(file: SourceFile, node: Node): OutsideData | undefined {
  const field =
    node.type === 'MemberExpression'
      ? nameOf(child(node, 'property'))
      : file.resolve(node['name'] as string, node)?.path.at(-1);
  if (field === undefined || !lastField.test(field)) return undefined;
  return written.test(qualifiedName(file, node) ?? '') ? event : undefined;
}
