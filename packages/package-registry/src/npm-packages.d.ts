/** The parts of npm's own packages that are used here; they come without types. */
declare module 'npm-registry-fetch' {
  interface FetchOptions {
    readonly [option: string]: unknown;
  }
  interface FetchResponse {
    readonly status: number;
    readonly headers: {
      get: (name: string) => string | null;
      forEach: (each: (value: string, name: string) => void) => void;
    };
    readonly body: registryFetch.ResponseBody;
  }
  function registryFetch(url: string, options: FetchOptions): Promise<FetchResponse>;
  namespace registryFetch {
    interface ResponseBody {
      on(event: 'data', listener: (chunk: Buffer) => void): void;
      on(event: 'end', listener: () => void): void;
      on(event: 'error', listener: (error: Error) => void): void;
      pipe<T extends NodeJS.WritableStream>(target: T): T;
      destroy(error: Error): void;
    }
    function pickRegistry(spec: string, options: FetchOptions): string;
    function getAuth(
      url: string,
      options: FetchOptions,
    ): { readonly token: string | null; readonly auth: string | null; readonly cert: string | null };
  }
  export = registryFetch;
}

declare module '@npmcli/config' {
  interface ConfigOptions {
    readonly definitions: object;
    readonly shorthands: object;
    readonly flatten: (values: Record<string, unknown>, flat: Record<string, unknown>) => void;
    readonly nerfDarts: readonly string[];
    readonly npmPath: string;
    readonly env: Record<string, string | undefined>;
    readonly argv: readonly string[];
    readonly cwd: string;
    readonly warn: boolean;
  }
  class Config {
    constructor(options: ConfigOptions);
    load(): Promise<void>;
    find(key: string): string | null;
    readonly flat: Record<string, unknown>;
  }
  export = Config;
}

declare module '@npmcli/config/lib/definitions/index.js' {
  interface Definition {
    readonly default: unknown;
    readonly flatten?: (key: string, values: Record<string, unknown>, flat: Record<string, unknown>) => void;
  }
  const all: {
    readonly definitions: Record<string, Definition>;
    readonly shorthands: object;
    readonly nerfDarts: readonly string[];
  };
  export = all;
}
