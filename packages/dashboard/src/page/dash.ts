import type { VNode } from 'preact';
import type { ScriptDescription } from '@cdev/script-catalogue';
import type { Overview, ScriptDetail, ScriptRow, SpeedOfCommand } from '../overview/overview.ts';
import type { PageEvent } from './browser.ts';
import type { PageData } from './page-document.ts';

/** An element to be. */
export type Wanted = VNode;
/** Attributes; `on…` are listeners, `key` tells an element from its sisters. */
export type Props = Readonly<Record<string, string | number | boolean | undefined | ((event: PageEvent) => void)>>;
export type Child = Wanted | string | false | undefined | readonly Child[];

/** Where the reader is; all of it stands in the address, so that it can be sent to somebody. */
export interface Place {
  readonly q: string;
  /** The script whose row is open. */
  readonly script: string;
  /** The command whose form is open; undefined when none is. */
  readonly start: string | undefined;
  /** The started run whose output is shown. */
  readonly run: number | undefined;
}

/** What the parts of the page give each other: they run one after the other, and each stands alone. */
export interface Dash {
  h: (tag: string, props?: Props, ...children: readonly Child[]) => Wanted;
  /** Makes the children of an element what is wanted, and leaves alone what is so already: focus, scrolling and selection stay. */
  patch: (parent: unknown, children: readonly Child[]) => void;
  /** An error code, which has room to be broken before each `_` and nowhere else. */
  code: (text: string) => Child;
  words: {
    readonly count: (number: number, noun: string) => string;
    readonly short: (number: number) => string;
    readonly duration: (milliseconds: number) => string;
    readonly day: (time: string) => string;
    /** `3 days ago`. */
    readonly ago: (time: string) => string;
    readonly percent: (effect: number) => string;
    readonly cost: (speed: SpeedOfCommand) => string;
  };
  charts: {
    readonly activity: (row: ScriptRow, days: readonly string[]) => Wanted;
    readonly checks: (row: ScriptRow, days: readonly string[]) => Wanted;
    readonly spark: (speed: SpeedOfCommand, days: readonly string[]) => Wanted;
    readonly speed: (speed: SpeedOfCommand, days: readonly string[]) => Wanted;
    readonly timeline: (view: View) => Wanted;
  };
  sections: {
    readonly head: (view: View) => Child;
    readonly scripts: (view: View) => Child;
    readonly detail: (row: ScriptRow, view: View) => Child;
    readonly form: (row: ScriptRow, view: View) => Child;
    readonly started: (view: View) => Child;
    readonly timeline: (view: View) => Child;
    readonly errors: (view: View) => Child;
    readonly dependencies: (view: View) => Child;
    readonly agentRuns: (view: View) => Child;
  };
}

/** What is drawn: the data, where the reader is, and what can be done. */
export interface View {
  readonly data: PageData;
  readonly overview: Overview;
  /** Scripts that the filter lets through. */
  readonly rows: readonly ScriptRow[];
  readonly matches: (text: string) => boolean;
  readonly place: Place;
  readonly detail: ScriptDetail | undefined;
  /** Of the script whose form is open; a text tells why there is none. */
  readonly description: ScriptDescription | string | undefined;
  readonly output: { readonly id: number; readonly from: number; readonly lines: readonly string[] } | undefined;
  readonly notice: string;
  readonly isHelpOpen: boolean;
  readonly go: (change: Partial<Place>) => void;
  readonly copy: (text: string) => void;
  readonly start: (form: unknown) => void;
  readonly stop: (id: number) => void;
}
