import { houseStyle } from '@cdev/local-page';

/** Calm, readable at 80 and at 200 columns and on a phone; light or dark as the reader's system says. */
export const pageStyle = `
${houseStyle}main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; justify-content: space-between }
.counts { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .25rem 0 1.25rem }
.agents { list-style: none; margin: 0; padding: 0; background: var(--panel); border: 1px solid var(--line); border-radius: 8px }
.agents li + li { border-top: 1px solid var(--line) }
.agents > li > button { all: unset; box-sizing: border-box; display: grid; width: 100%; cursor: pointer; padding: .6rem .9rem; gap: 0 1rem; align-items: baseline;
  grid-template-columns: 1rem minmax(11rem, 1fr) 6.5rem 6rem 8rem 7.5rem minmax(0, 2fr) }
.agents > li > button:hover { background: color-mix(in srgb, var(--panel), var(--text) 4%) }
.agents > li > button:focus-visible { outline: 2px solid var(--name); outline-offset: -2px; border-radius: 8px }
.agents > li > button span { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.number { font-variant-numeric: tabular-nums }
.detail { padding: .25rem .9rem 1rem 2.9rem }
.detail dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0 0 .75rem }
.detail dt { color: var(--quiet) } .detail dd { margin: 0; overflow-wrap: anywhere }
pre { margin: 0; max-height: 22rem; overflow: auto; padding: .75rem; background: var(--ground); border: 1px solid var(--line); border-radius: 6px;
  font: .8rem/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
.commands { display: flex; flex-wrap: wrap; gap: .4rem; margin: 0 0 .75rem }
.commands button { font: .8rem ui-monospace, monospace; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: .2rem .5rem; cursor: copy }
.deeds { display: flex; flex-wrap: wrap; gap: .4rem; margin: 0 0 .5rem }
.deed { font: inherit; font-size: .85rem; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .3rem .7rem; cursor: pointer }
.deed:hover { border-color: var(--name) }
.tabs { display: flex; gap: 1rem } .tab { font: inherit; font-size: .85rem; color: var(--quiet); background: none; border: 0; border-bottom: 2px solid transparent; padding: .2rem 0; margin: 0 0 .4rem; cursor: pointer }
.tab[aria-pressed=true] { color: var(--text); border-color: var(--name) } :is(.deed, .tab, .commands button):focus-visible { outline: 2px solid var(--name); outline-offset: 2px }
.notice { margin: 0 0 .5rem; color: var(--quiet); overflow-wrap: anywhere } .notice:empty { display: none }
.matrix { overflow-x: auto } .matrix table { border-collapse: collapse; font-size: .85rem; margin-top: .5rem } .matrix th, .matrix td { padding: .15rem .6rem; text-align: right; font-weight: normal }
ul.plain { margin: 0; padding-left: 1.1rem }
@media (max-width: 46rem) {
  .agents > li > button { grid-template-columns: 1rem 1fr max-content; row-gap: .1rem }
  .agents .optional { display: none } .agents .said { grid-column: 2 / -1; color: var(--quiet) }
  .detail { padding-left: .9rem } .detail dl { grid-template-columns: 1fr } .detail dt { margin-top: .3rem }
}
@media print { .commands, pre { display: none } .agents { border: 0 } }
`;

export const pageBody = `<main>
<header><h1 id="title">…</h1><span id="link" class="quiet" role="status">connecting</span></header>
<div id="counts" class="counts quiet"></div>
<ul id="agents" class="agents" aria-label="Agents"></ul>
<section id="attention" aria-live="polite"></section>
<noscript>This page needs JavaScript; the same is printed by cdev-monitor-agents.</noscript>
</main>`;
