import type { PageDocument } from '@cdev/local-page';
import type { Overview, ScriptDetail } from '../overview/overview.ts';
import type { StartedRun } from '../start/started-runs.ts';
import { pageCharts } from './page-charts.ts';
import { pageDetail } from './page-detail.ts';
import { pageElements } from './page-elements.ts';
import { pageForm } from './page-form.ts';
import { pageLists } from './page-lists.ts';
import { pageMain } from './page-main.ts';
import { pageScripts } from './page-scripts.ts';
import { pageTimeline } from './page-timeline.ts';
import { pageStyle } from './page-style.ts';
import { preactScript } from './preact-script.ts';
import { pageWords } from './page-words.ts';

/** What is pushed to the page, or stands in the file that was written. */
export interface PageData {
  readonly overview: Overview;
  /** Only in a file; a page that is served asks for them one by one. */
  readonly details?: readonly ScriptDetail[];
  readonly started: readonly StartedRun[];
  readonly isReadOnly: boolean;
}

const body = `<main>
<header><h1>cdev scripts</h1><span id="root" class="quiet"></span><span id="link" class="quiet" role="status">connecting</span></header>
<input id="filter" type="search" placeholder="Filter: a name, a state, an owner, an error … ( / )" aria-label="Filter" autocomplete="off" spellcheck="false">
<div id="content"></div>
<noscript>This page needs JavaScript; cdev health-check, performance-report and review-errors print the same.</noscript>
</main>`;

export const pageDocument: PageDocument = {
  title: 'cdev scripts',
  style: pageStyle,
  body,
  script: [
    preactScript(),
    pageElements,
    pageWords,
    pageCharts,
    pageScripts,
    pageDetail,
    pageForm,
    pageTimeline,
    pageLists,
    pageMain,
  ],
};
