import type { FleetEngine } from '../fleet-engine.ts';

export interface SubjectOptions {
  /** The protocol that it says it speaks; default its own. */
  readonly protocol?: number | undefined;
  /** ms; the suite asks for a long one where nothing shall get lost, else leaves it as it is. */
  readonly lease?: number | undefined;
}

/** An engine that the suite is run on. */
export interface ConformanceSubject {
  readonly name: string;
  /** Each call a connection of its own to the same tasks; the suite closes it. */
  readonly open: (options?: SubjectOptions) => Promise<FleetEngine>;
  /** The same for other processes: a module (file URL) whose `openFleetEngine(argument)` opens the engine. */
  readonly module: { readonly url: string; readonly argument: string };
  /** Arguments of Node for those processes, as a loader that the module needs. */
  readonly nodeArguments?: readonly string[] | undefined;
  /** An engine without tasks whose clock is the given one; only where an engine lets its clock be set. */
  readonly openWithClock?: ((now: () => number) => Promise<FleetEngine>) | undefined;
  /** Ends the server with SIGKILL and starts it again; only where there is one. */
  readonly restartServer?: (() => Promise<void>) | undefined;
}

/** What a case has at hand. */
export interface CaseSetting {
  readonly subject: ConformanceSubject;
  /** Of this case alone: names of runs begin with it, and its tasks carry it as a label. */
  readonly label: string;
  /** Another connection than the call before gave; shared with other cases, so it is neither closed nor drained. */
  readonly open: () => Promise<FleetEngine>;
  /** Of this case alone, closed after it; with the lease that is usual. */
  readonly openOwn: ConformanceSubject['open'];
  /** A measured figure, told with the result. */
  readonly measure: (name: string, value: number) => void;
  /** Called after the case, however it ends. */
  readonly atEnd: (work: () => void | Promise<void>) => void;
}

export interface ConformanceCase {
  readonly name: string;
  /** Why it cannot be run on this engine; undefined when it can. */
  readonly notFor?: ((subject: ConformanceSubject) => string | undefined) | undefined;
  /** Throws when the engine does not keep what is asked. */
  readonly run: (setting: CaseSetting) => Promise<void>;
}

export interface ConformanceResult {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'not run';
  readonly reason?: string;
  readonly figures: Readonly<Record<string, number>>;
  /** ms */
  readonly duration: number;
}
