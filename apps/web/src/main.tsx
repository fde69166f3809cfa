// First: schemas look at the setting when they are made.
import './without-eval.js';
import { render } from 'preact';
import { assertDefined } from '#libs/kernel';
import { App } from './components/app.js';
import { watchMarket } from './market.js';
import './style.css';

watchMarket();
render(<App />, assertDefined(document.getElementById('page'), 'index.html has the place for the page'));
