import { Writable } from 'node:stream';
import type { AgentActivity, Driver } from '../drivers/index.ts';
import { activityLine } from '../drivers/activity-line.ts';
import type { Conversation } from '../drivers/conversation.ts';

export type ConversationSetting = Omit<Conversation, 'input' | 'output' | 'record' | 'signal'>;

export interface Talk {
  readonly begin: (stdin: Writable) => void;
  /** A line of its stdout. */
  readonly hear: (line: string) => void;
  /** Resolves when all has been said. */
  readonly ended: Promise<void>;
  readonly isEnded: () => boolean;
  /** It has gone. */
  readonly close: () => void;
}

/** Connects a driver that converses with the streams of its program. */
export function createTalk(
  converse: NonNullable<Driver['converse']>,
  setting: ConversationSetting,
  { onLine, signal }: { readonly onLine: (line: string) => void; readonly signal: AbortSignal },
): Talk {
  let heard: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isOpen = true;
  let hasEnded = false;
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = () => {
      hasEnded = true;
      resolve();
    };
  });
  const output = new ReadableStream<Uint8Array>({
    start: (controller) => {
      heard = controller;
    },
    cancel: () => {
      isOpen = false;
    },
  });
  const encoder = new TextEncoder();
  const record = (activity: AgentActivity): void => onLine(activityLine(activity));
  return {
    begin: (stdin) => {
      const input = Writable.toWeb(stdin) as WritableStream<Uint8Array>;
      void converse({ ...setting, input, output, record, signal }).finally(() => {
        end();
        stdin.end();
      });
    },
    hear: (line) => {
      if (isOpen) heard?.enqueue(encoder.encode(`${line}\n`));
    },
    ended,
    isEnded: () => hasEnded,
    close: () => {
      if (isOpen) heard?.close();
      isOpen = false;
    },
  };
}
