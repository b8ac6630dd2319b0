/** A mechanical mend of one file. */
export interface Fix {
  /** Relative to the folder that the mends are planned for, with `/`. It may be not there yet. */
  readonly file: string;
  /** What it does, in words. */
  readonly title: string;
  /** The file's text with the mend; what it gets is what another fix may have made of it already, '' for a file that is not there. */
  readonly apply: (text: string) => string;
}
