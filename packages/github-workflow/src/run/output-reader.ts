import type { OutputStream } from '@cdev/core/subprocess';
import type { Mask } from './mask.ts';
import { isResume, parseWorkflowCommand, type WorkflowCommand } from './workflow-command.ts';
import type { Annotation, RunEvent } from './workflow-run.ts';

/** What a program said to the runner while it ran. */
export interface OutputReader {
  readonly read: (line: string, stream: OutputStream) => void;
  readonly annotations: readonly Annotation[];
  readonly outputs: ReadonlyMap<string, string>;
  readonly state: ReadonlyMap<string, string>;
  readonly env: ReadonlyMap<string, string>;
  readonly paths: readonly string[];
  readonly tail: readonly string[];
  readonly notes: ReadonlySet<string>;
  /** A command that fails the step. */
  readonly failure: () => string | undefined;
}

export interface ReaderOptions {
  readonly job: string;
  readonly mask: Mask;
  readonly emit: (event: RunEvent) => void;
  /** `set-env` and `add-path`, which GitHub takes only where ACTIONS_ALLOW_UNSECURE_COMMANDS is true. */
  readonly allowsOldCommands: boolean;
}

const tailLines = 60;
const maxAnnotations = 50;

export function createOutputReader({ job, mask, emit, allowsOldCommands }: ReaderOptions): OutputReader {
  const annotations: Annotation[] = [];
  const outputs = new Map<string, string>();
  const state = new Map<string, string>();
  const env = new Map<string, string>();
  const paths: string[] = [];
  const tail: string[] = [];
  const notes = new Set<string>();
  let stopToken: string | undefined;
  let failure: string | undefined;

  function print(text: string, stream: OutputStream): void {
    const line = mask.line(text);
    tail.push(line);
    if (tail.length > tailLines) tail.shift();
    emit({ type: 'line', job, text: line, stream });
  }
  function annotate(level: Annotation['level'], { properties, message }: WorkflowCommand): void {
    const annotation = toAnnotation(level, properties, mask.line(message));
    if (annotations.length < maxAnnotations) annotations.push(annotation);
    emit({ type: 'annotation', job, annotation });
    tail.push(`${level}: ${annotation.message}`);
  }
  function obeyOld(command: WorkflowCommand, deed: () => void): void {
    if (allowsOldCommands) deed();
    else
      failure ??= `the command ${command.name} is switched off on GitHub; write to $GITHUB_${command.name === 'set-env' ? 'ENV' : 'PATH'}`;
  }
  /** False for a command that there is not: the line is only a line. */
  function obey(command: WorkflowCommand): boolean {
    const { name, properties, message } = command;
    switch (name) {
      case 'add-mask':
        mask.add(message);
        return true;
      case 'set-output':
        outputs.set(properties['name'] ?? '', message);
        notes.add('set-output is out of date; write to $GITHUB_OUTPUT');
        return true;
      case 'save-state':
        state.set(properties['name'] ?? '', message);
        return true;
      case 'set-env':
        obeyOld(command, () => env.set(properties['name'] ?? '', message));
        return true;
      case 'add-path':
        obeyOld(command, () => paths.push(message));
        return true;
      case 'notice':
      case 'warning':
      case 'error':
        annotate(name, command);
        return true;
      case 'group':
      case 'endgroup':
        emit({ type: 'group', job, title: name === 'group' ? mask.line(message) : undefined });
        return true;
      case 'stop-commands':
        stopToken = message;
        return true;
      default:
        return ['debug', 'echo', 'add-matcher', 'remove-matcher', 'command'].includes(name);
    }
  }
  return {
    read: (line, stream) => {
      if (stopToken !== undefined) {
        if (isResume(line, stopToken)) stopToken = undefined;
        else print(line, stream);
        return;
      }
      const command = parseWorkflowCommand(line);
      if (!command || !obey(command)) print(line, stream);
    },
    annotations,
    outputs,
    state,
    env,
    paths,
    tail,
    notes,
    failure: () => failure,
  };
}

function toAnnotation(
  level: Annotation['level'],
  properties: Readonly<Record<string, string>>,
  message: string,
): Annotation {
  const { title, file, line, col } = properties;
  const number = (text: string | undefined): number | undefined =>
    /^\d+$/.test(text ?? '') ? Number(text) : undefined;
  return {
    level,
    message,
    ...(title !== undefined && { title }),
    ...(file !== undefined && { file }),
    ...(number(line) !== undefined && { line: number(line) as number }),
    ...(number(col) !== undefined && { column: number(col) as number }),
  };
}
