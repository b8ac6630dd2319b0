import type { NameClass } from '../assignment/name-class.ts';

/** What a byte can be where a value may stand; several bits. */
export const shape = {
  /** In what a value is wrapped in: `Buffer.from(`. */
  wrapping: 1,
  /** In the type that a name has. */
  type: 2,
  /** Ends a value without quotation marks. */
  ends: 4,
  quote: 8,
  blank: 16,
  /** Cannot begin a value without quotation marks, beside what ends one. */
  neverFirst: 32,
  space: 64,
  /** Before a quotation mark in some languages. */
  prefix: 128,
  backslash: 256,
  /** Around a name, not of it. */
  afterName: 512,
  beforeName: 1536,
  /** A tag, an anchor or a block of YAML. */
  yaml: 2048,
} as const;

export const shapes: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  const is = (set: RegExp, bit: number): number => (set.test(character) ? bit : 0);
  return (
    is(/[\w.$:>-]/, shape.wrapping) |
    is(/[\w \t:&'.<[|,>\]?]/, shape.type) |
    is(/[ \t-\r"'`<>,;\\]/, shape.ends) |
    is(/["'`]/, shape.quote) |
    is(/[ \t]/, shape.blank) |
    is(/[(){}[\]|&#]/, shape.neverFirst) |
    is(/[ \t-\r]/, shape.space) |
    is(/[rbufRBUF@$LN]/, shape.prefix) |
    is(/\\/, shape.backslash) |
    is(/[-.]/, shape.afterName) |
    is(/[$]/, shape.beforeName & ~shape.afterName) |
    is(/[!&|>]/, shape.yaml)
  );
});

/** How many bytes a value has that can be the secret of a name of that class. */
export const leastValue: Readonly<Record<NameClass, number>> = {
  none: 16,
  weak: 16,
  password: 4,
  secret: 8,
  token: 8,
  key: 8,
};
