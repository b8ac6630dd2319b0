import { isRecord, oneLine, recordAt, tool, type AgentActivity } from './activity.ts';
import { jsonLine } from './json-line.ts';

/** What a line of the file says in which an assistant's hooks tell what happens (see `tellCommand` of `@cdev/agent-run`). */
export interface Happening {
  readonly activity: AgentActivity;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The assistant's own record of the conversation, of which only the time of its last change is looked at. */
  readonly session: string | undefined;
}

/**
 * Reads such lines one after the other. The names are those of Claude Code and Qwen Code; Gemini CLI has some of its own. A question stays open while
 * other tools go on beside it, until the tool that it was about is told of again, the turn ends, or a person says something.
 */
export function createHappeningReader(worktree: string): (line: string) => Happening | undefined {
  let asked: { readonly tool: unknown } | undefined;
  /** The tool that was last about to be used: a notification names none. */
  let about: AgentActivity | undefined;

  function activityOf(told: Readonly<Record<string, unknown>>): AgentActivity | undefined {
    const used = tool(told['tool'], recordAt(told, 'input'));
    const subject = 'text' in used ? used.text.replaceAll(`${worktree}/`, '') : '';
    switch (told['event']) {
      case 'SessionStart':
        // In the middle of a turn, when what was said is summed up.
        return told['type'] === 'compact' ? undefined : waits();
      case 'Stop':
      case 'StopFailure':
      case 'AfterAgent':
        return waits();
      case 'SessionEnd':
        asked = about = undefined;
        return { kind: 'message', text: 'the conversation was closed' };
      case 'UserPromptSubmit':
      case 'BeforeAgent':
        asked = about = undefined;
        return { kind: 'message', text: 'works on what was said' };
      case 'PreToolUse':
      case 'BeforeTool':
        about = { kind: 'tool', text: subject };
        return unlessAsked(told['tool'], about);
      case 'PostToolUse':
      case 'PostToolUseFailure':
      case 'AfterTool':
        return unlessAsked(told['tool'], { kind: 'message', text: oneLine(`has used ${subject}`) });
      case 'PermissionRequest':
        asked = { tool: told['tool'] };
        return asks(subject);
      case 'Notification':
        return notified(told['type']);
      default:
        return undefined;
    }
  }

  function unlessAsked(name: unknown, activity: AgentActivity): AgentActivity | undefined {
    if (asked !== undefined && asked.tool !== undefined && asked.tool !== name) return undefined;
    asked = undefined;
    return activity;
  }

  function waits(): AgentActivity {
    asked = about = undefined;
    return { kind: 'waits', text: 'waits for a prompt' };
  }

  function notified(type: unknown): AgentActivity | undefined {
    if (type === 'idle_prompt') return waits();
    // Told again of what was told by PermissionRequest, later and without its tool.
    if ((type !== 'permission_prompt' && type !== 'ToolPermission') || asked !== undefined) return undefined;
    asked = { tool: undefined };
    return asks(about && 'text' in about ? about.text : '');
  }

  return (line) => {
    const told = jsonLine(line);
    if (!isRecord(told) || typeof told['time'] !== 'number') return undefined;
    const activity = activityOf(told);
    const session = typeof told['session'] === 'string' ? told['session'] : undefined;
    return activity && { activity, time: told['time'], session };
  };
}

function asks(subject: string): AgentActivity {
  return { kind: 'asks', text: oneLine(`asks for a permission${subject === '' ? '' : `: ${subject}`}`) };
}
