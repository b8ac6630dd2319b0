/** One pipeline as its file says it. Values that may hold expressions are as they stand there. */
export interface PipelineSource {
  readonly name: string;
  readonly description: string;
  /** The file it is from; for messages. */
  readonly file: string;
  readonly isShipped: boolean;
  readonly inputs: Readonly<Record<string, InputSource>>;
  readonly env: Readonly<Record<string, unknown>>;
  /** Steps at most at once; undefined for as many as there are processors. */
  readonly maxParallel: number | undefined;
  /** Each behind those that it needs. */
  readonly steps: readonly StepSource[];
}

export interface InputSource {
  readonly description: string;
  readonly isRequired: boolean;
  readonly default: string;
}

export interface StepSource {
  readonly id: string;
  readonly name: string;
  readonly line: number;
  /** A script of the shell; or `script`, one of the house by name with its arguments. */
  readonly run: string | undefined;
  readonly script: string | undefined;
  readonly args: readonly unknown[];
  readonly shell: string | undefined;
  readonly workingDirectory: string | undefined;
  readonly needs: readonly string[];
  readonly condition: unknown;
  readonly matrix: unknown;
  /** One failure ends the other combinations of the matrix. */
  readonly failFast: boolean;
  readonly env: Readonly<Record<string, unknown>>;
  /** By name, a JSON pointer into the document that the script writes. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly retry: RetrySource;
  /** Milliseconds. */
  readonly timeLimit: number | undefined;
  readonly continueOnError: boolean;
  /** The question; undefined where nobody need be asked. */
  readonly approval: string | undefined;
  readonly cache: CacheSource | undefined;
}

export interface RetrySource {
  /** All tries, the first counted. */
  readonly attempts: number;
  /** Milliseconds before the second; times `factor` before each one after. */
  readonly delay: number;
  readonly factor: number;
}

export interface CacheSource {
  /** Patterns of the files that the step reads. */
  readonly files: readonly string[];
  /** Names of variables that it reads. */
  readonly env: readonly string[];
  /** Patterns of what it makes: while that is not as it left it, the step runs. */
  readonly produces: readonly string[];
}
