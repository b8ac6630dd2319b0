import { styleText } from 'node:util';

/** Meaning, not colours. Every text must be readable without them. */
export interface Style {
  readonly title: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly name: (text: string) => string;
}

type Format = Parameters<typeof styleText>[0];

/** Styles for a stream: plain functions where colour is not wanted. */
export function createStyle(colour: boolean): Style {
  const paint =
    (format: Format) =>
    (text: string): string =>
      colour ? styleText(format, text, { validateStream: false }) : text;
  return {
    title: paint('bold'),
    good: paint('green'),
    bad: paint('red'),
    warning: paint('yellow'),
    quiet: paint('dim'),
    name: paint('cyan'),
  };
}

/** NO_COLOR wins, then FORCE_COLOR, then whether it is a terminal that can. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}
