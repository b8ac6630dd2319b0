declare module 'spdx-expression-parse' {
  /** @throws Error when the text is no SPDX expression */
  export default function parse(expression: string): unknown;
}
