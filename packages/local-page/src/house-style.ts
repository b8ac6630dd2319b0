/** Colours, type and words that all pages of this house have in common; light or dark as the reader's system says. */
export const houseStyle = `
:root { color-scheme: light dark;
  --ground: light-dark(#fbfbfa, #17191c); --panel: light-dark(#ffffff, #1e2125); --line: light-dark(#e4e4e0, #2f3338);
  --text: light-dark(#23262a, #e3e5e8); --quiet: light-dark(#6b7077, #959ba3); --name: light-dark(#0b5c7a, #7cc4e0);
  --good: light-dark(#2a7a3b, #79c98a); --bad: light-dark(#b3261e, #f2867e); --warn: light-dark(#8a5a00, #e0b25c); }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 1.3rem; margin: 0; font-weight: 600 }
h2 { font-size: .95rem; margin: 2rem 0 .5rem; font-weight: 600 }
.quiet { color: var(--quiet) } .good { color: var(--good) } .bad { color: var(--bad) } .warn { color: var(--warn) }
.name, code { font-family: ui-monospace, monospace; font-size: .92em } .name { color: var(--name) }
`;
