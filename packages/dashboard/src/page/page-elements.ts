import type { Child, Dash, Props } from './dash.ts';

/** Runs in the browser after preact. Text gets into the page as text alone, never as HTML: names, messages and output come from elsewhere. */
export function pageElements(): void {
  const { preact } = globalThis as unknown as { preact: typeof import('preact') };
  const { Fragment, h: make, render } = preact;
  const h: Dash['h'] = (tag, props = {}, ...children) => {
    // What is ticked is the reader's from then on.
    const { checked, ...rest }: Props = props;
    return make(tag, checked === undefined ? rest : { ...rest, defaultChecked: checked }, ...(children as Child[]));
  };
  const patch: Dash['patch'] = (parent, children) => render(make(Fragment, null, children), parent as Element);
  const code: Dash['code'] = (text) =>
    text.split(/(?=_)/).flatMap((piece, at): Child[] => (at === 0 ? [piece] : [h('wbr'), piece]));
  const dash = { h, patch, code } as unknown as Dash;
  (globalThis as unknown as { dash: Dash }).dash = dash;
}
