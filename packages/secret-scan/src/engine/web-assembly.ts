/** As much of the runtime's own as is used here; the language's library has it with the browser's only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

export interface Memory {
  readonly buffer: ArrayBuffer;
  readonly grow: (pages: number) => number;
}

/** Starts a module, given in base64, with what it imports; gives what it exports. */
export function assemble(module: string, engine: Readonly<Record<string, unknown>>): unknown {
  return new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(module, 'base64')), { engine }).exports;
}
