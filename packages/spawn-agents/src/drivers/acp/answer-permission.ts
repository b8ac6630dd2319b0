import type { PermissionOption, RequestPermissionRequest, RequestPermissionResponse } from '@agentclientprotocol/sdk';
import { isRecord, oneLine } from '../activity.ts';
import type { Conversation } from '../conversation.ts';

type Asked = Pick<Conversation, 'mayWrite' | 'permissions' | 'task' | 'record'>;

/**
 * Yes to what changes only files of the agent's own, to reading, and to the commands of the project; with `all` to every command. What is
 * refused is told.
 */
export async function answerPermission(
  { toolCall, options }: Pick<RequestPermissionRequest, 'toolCall' | 'options'>,
  conversation: Asked,
): Promise<RequestPermissionResponse> {
  const refusal = await refusalOf(toolCall, conversation);
  const chosen = choose(options, refusal === undefined);
  if (refusal !== undefined)
    conversation.record({
      kind: 'permission-denied',
      text: oneLine(`${toolCall.title ?? toolCall.kind ?? 'tool'}: ${refusal}`),
    });
  return { outcome: chosen ? { outcome: 'selected', optionId: chosen.optionId } : { outcome: 'cancelled' } };
}

type ToolCall = RequestPermissionRequest['toolCall'];

/** Why not; undefined when it may. */
async function refusalOf(call: ToolCall, { mayWrite, permissions, task }: Asked): Promise<string | undefined> {
  const kind = call.kind ?? 'other';
  if (kind === 'read' || kind === 'search' || kind === 'think' || kind === 'fetch') return undefined;
  const command = kind === 'execute' ? commandOf(call.rawInput) : undefined;
  if (kind === 'execute')
    return permissions === 'all' || (command !== undefined && task.allowedCommands.includes(command))
      ? undefined
      : 'only the commands of the project may be run';
  const paths = pathsOf(call);
  if (paths.length === 0) return permissions === 'all' ? undefined : 'it does not say which files it would change';
  for (const path of paths) {
    const { isAllowed, reason } = await mayWrite(path);
    if (!isAllowed) return reason;
  }
  return undefined;
}

/** Every path that the call names, wherever it names it. */
function pathsOf({ content, locations, rawInput }: ToolCall): readonly string[] {
  const diffs = (content ?? []).flatMap((part) => (part.type === 'diff' ? [part.path] : []));
  const input = isRecord(rawInput) ? rawInput : {};
  const named = [
    'file_path',
    'filePath',
    'filepath',
    'absolute_path',
    'path',
    'notebook_path',
    'destination',
    'new_path',
  ]
    .map((key) => input[key])
    .filter((value) => typeof value === 'string' && value !== '') as string[];
  return [...new Set([...diffs, ...(locations ?? []).map(({ path }) => path), ...named])];
}

function commandOf(input: unknown): string | undefined {
  const command = isRecord(input) ? input['command'] : undefined;
  if (typeof command === 'string') return command.trim();
  return Array.isArray(command) ? command.join(' ') : undefined;
}

/** Once and not for always: who owns what can change. */
function choose(options: readonly PermissionOption[], isAllowed: boolean): PermissionOption | undefined {
  const wanted = isAllowed ? ['allow_once', 'allow_always'] : ['reject_once', 'reject_always'];
  return wanted.map((kind) => options.find((option) => option.kind === kind)).find((option) => option !== undefined);
}
