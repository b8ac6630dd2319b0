/** A part of a file that stands for itself: a function, a class or one of its methods, a type, a constant. */
export interface Declaration {
  /** As people call it: `lateFee`, `LendingDesk.lend`, `app.use`. */
  readonly name: string;
  /** 1-based; a comment and decorators directly above belong to it. */
  readonly startLine: number;
  /** 1-based, inclusive. */
  readonly endLine: number;
}
