import { houseStyle } from '@cdev/local-page';

/** Calm at 390, 800 and 1,280 pixels and on paper. */
export const pageStyle = `
${houseStyle}main { max-width: 84rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline } #link { margin-left: auto } #root { overflow-wrap: anywhere }
h3 { font-size: .9rem; margin: 1.25rem 0 .35rem; font-weight: 600 }
button { font: inherit; color: inherit; cursor: pointer }
button:focus-visible, input:focus-visible, textarea:focus-visible, select:focus-visible, pre:focus-visible { outline: 2px solid var(--name); outline-offset: 2px }
input[type=search], .field input:not([type=checkbox]), .field textarea, .field select { font: inherit; font-size: .9rem; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .35rem .6rem; width: 100% }
input[type=search] { margin: 1rem 0 .5rem }
.strip { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: baseline; margin: .5rem 0 }
.chip { background: none; border: 1px solid var(--line); border-radius: 99px; padding: .1rem .7rem; font-size: .9rem } .chip[aria-pressed=true] { border-color: currentColor }
.urgent { margin: .5rem 0 1rem; padding: .5rem .8rem; background: var(--panel); border: 1px solid var(--line); border-left: 3px solid var(--warn); border-radius: 6px; overflow-wrap: anywhere } .urgent.calm { border-left-color: var(--good); color: var(--quiet) }
.command { font: .8rem ui-monospace, monospace; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: .2rem .5rem; text-align: left; overflow-wrap: anywhere } .command[title] { cursor: copy }
.keys { margin: .25rem 0 .75rem; font-size: .9rem }
.number { font-variant-numeric: tabular-nums }
.code { font: .82em ui-monospace, monospace; overflow-wrap: break-word }
table { border-collapse: collapse; width: 100% } th { text-align: left; font-weight: normal; font-size: .85rem; color: var(--quiet) }
td, th { padding: .35rem .75rem .35rem 0; vertical-align: baseline } tbody tr { border-top: 1px solid var(--line) }
.scripts { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; border-collapse: separate; border-spacing: 0 } .scripts > tbody > tr > td { border-top: 1px solid var(--line) } .scripts > tbody > tr { border: 0 }
.scripts > * > tr > :first-child { padding-left: .9rem } .scripts > tbody > tr:hover:not(.detail) { background: color-mix(in srgb, var(--panel), var(--text) 3%) }
.row { all: unset; cursor: pointer; display: inline-flex; gap: .7rem; align-items: baseline; min-width: 0 } .row .name { max-width: 15rem; overflow: hidden; text-overflow: ellipsis } .row:focus-visible { outline: 2px solid var(--name); outline-offset: 3px; border-radius: 4px }
.mark { width: 1rem; text-align: center } .version { margin-left: .6rem; font-size: .85rem } td.who { white-space: nowrap }
:is(td, th):is(.runs, .speed, .errors) { white-space: nowrap } td.runs .number { margin-left: .6rem } td.speed .number { margin-left: .6rem }
td.errors { max-width: 13rem; overflow: hidden; text-overflow: ellipsis }
.spark { width: 120px; height: 22px; vertical-align: middle } td .spark[aria-label*=checked] { width: 112px }
.scroll { overflow-x: auto } .chart { width: 100%; min-width: 36rem; height: auto; display: block } .chart.slim { min-width: 0 } figure { margin: 1rem 0 0; max-width: 58rem } figcaption { font-size: .9rem; margin-bottom: .25rem }
.fill-good { fill: var(--good) } .fill-warn { fill: var(--warn) } .fill-bad { fill: var(--bad) } .fill-name { fill: var(--name) } .fill-quiet { fill: color-mix(in srgb, var(--quiet), var(--panel) 45%) } .fill-none { fill: var(--line) }
.line-name { fill: none; stroke: var(--name); stroke-width: 1.5; vector-effect: non-scaling-stroke } .line-bad { stroke: var(--bad); vector-effect: non-scaling-stroke } .line-good { stroke: var(--good); vector-effect: non-scaling-stroke } .line-rule { stroke: var(--line) } .dashed { stroke-dasharray: 4 3 }
.label { font-size: 12px; fill: var(--quiet) } .label.end { text-anchor: end } .label.middle { text-anchor: middle } .text-bad { fill: var(--bad) } .text-good { fill: var(--good) } .link { cursor: pointer }
.detail > td { padding: 0 .9rem 1rem 2.6rem; border-top: 0 !important; white-space: normal }
.inside dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .25rem 0 .75rem } dt { color: var(--quiet) } dd { margin: 0; overflow-wrap: anywhere }
.deeds { display: flex; flex-wrap: wrap; gap: .4rem; margin: .5rem 0; align-items: center }
.deed { font-size: .85rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .3rem .7rem } .deed:hover { border-color: var(--name) }
.start { border: 1px solid var(--line); border-radius: 8px; padding: .5rem .9rem; margin: .5rem 0; background: var(--ground) } .start p { margin: .25rem 0; font-size: .9rem }
.tabs { display: flex; flex-wrap: wrap; gap: .25rem 1rem } .tab { font-size: .85rem; color: var(--quiet); background: none; border: 0; border-bottom: 2px solid transparent; padding: .2rem 0 } .tab[aria-pressed=true] { color: var(--text); border-color: var(--name) }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .6rem 1.5rem; margin: .5rem 0 }
.field { display: grid; gap: .15rem; grid-template-rows: auto 1fr auto } .field.switch { grid-template-columns: max-content max-content 1fr; grid-template-rows: auto; gap: .5rem; align-items: baseline; align-self: start } .hint { font-size: .82rem }
.notice:empty { display: none }
pre { margin: .4rem 0 0; max-height: 24rem; overflow: auto; padding: .75rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; font: .8rem/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
ul.plain { margin: 0; padding: 0; list-style: none } ul.runs li { margin: .35rem 0 }
.list td { overflow-wrap: break-word } .list td:first-child:not(.code) { overflow-wrap: anywhere } .list .number { white-space: nowrap } .list thead + tbody tr:first-child { border-top: 1px solid var(--line) }
.days { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.2rem; margin: .75rem 0 0 } .days dd > div { display: flex; gap: 0 .7rem } .days dd > div > span:last-child { min-width: 0 } .kind { flex: 0 0 6rem; font-size: .9rem }
.to { all: unset; cursor: pointer; white-space: nowrap; font: .88em ui-monospace, monospace; color: var(--name) } .to:hover { text-decoration: underline } .to:focus-visible { outline: 2px solid var(--name) }
section { margin-top: 1rem }
@media (max-width: 62rem) { .wide, td.errors .code { display: none } .spark { width: 90px } }
@media (max-width: 40rem) {
  .narrow { display: none } .scripts > thead { display: none } .scripts > tbody > tr:not(.detail) { display: grid; grid-template-columns: 1fr max-content; padding: .45rem .9rem; border-top: 1px solid var(--line) } .scripts > tbody > tr:not(.detail) > td { border: 0; padding: 0 }
  .scripts > tbody > tr:not(.detail) > td.who { grid-column: 1 / -1; display: flex; min-width: 0 } .scripts > tbody > tr > td.runs { padding-left: 1.7rem } .scripts > tbody > tr:not(.detail) > :is(td.errors, td.wide) { display: none } td.runs .spark, td.speed .spark { width: 70px }
  .row .name { max-width: none } .scripts { display: block } .scripts > tbody { display: block } .scripts > tbody > tr.detail, .scripts > tbody > tr.detail > td { display: block } .scripts > tbody > tr.detail > td { padding: 0 .9rem 1rem } .inside dl, .days { grid-template-columns: 1fr } .inside dt, .days dt { margin-top: .4rem } .days dd > div { flex-wrap: wrap } .kind { flex-basis: auto }
  .field.switch { grid-template-columns: max-content 1fr } .field.switch .hint { grid-column: 1 / -1 }
}
@media print { :root { color-scheme: light } #filter, #link, .deeds, .start, .command, pre, #started { display: none } html { font-size: 10.5px } body { font-size: 1rem } tr, figure { break-inside: avoid } h2 { break-after: avoid } main { padding: 0; max-width: none } .scripts { border: 0 } }
`;
