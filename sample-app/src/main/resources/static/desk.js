'use strict';

const EXAMPLES = [
  'What is the exchange rate for euros?',
  'Tell me the exchange rate for euros, please',
  'What is the exchange rate for dollars?',
  'My top-up failed, what now?',
  'My top up has failed, what now?',
];

// What each outcome means to a customer: kind, headline, explanation.
const OUTCOMES = {
  EXACT_HIT: ['hit', 'From the cache', 'The same question was answered before, so the model was not called.'],
  SEMANTIC_HIT: ['hit', 'In other words', 'The same question was answered before, in other words, so the model was not called.'],
  STALE_HIT: ['hit', 'From the cache, a little old', 'A newer answer is being fetched for whoever asks next.'],
  COALESCED: ['hit', 'Shared', 'Someone else asked the same at this moment; one call to the model served both.'],
  MISS: ['paid', 'From the model', 'There was no stored answer, so the model was called. Ask again and compare.'],
  BYPASS: ['past', 'Past the cache', 'The model was called, and nothing was stored.'],
};

// How the answer to another question was found.
const FOUND = {
  QUESTION: 'by its form: without greetings and turns of phrase both are one question',
  INDEX: 'by its vector',
  ALIAS: 'remembered from the time before',
};

const REJECTED = {
  DONE: 'Noted: as long as that answer lives, this question does not get it. Ask again to get another.',
  ABSENT: 'There is nothing to reject any more. Ask again to see what is stored.',
};

const REASONS = {
  UNAVAILABLE: 'Redis does not answer, so the model was called and nothing was stored.',
  SAMPLING: 'Varied answers were asked for, so nothing was stored.',
  KEY_TOO_LARGE: 'The question is too long for the cache; nothing was stored.',
  DEADLINE: 'Another caller waited for the same answer in vain; nothing was stored.',
};

const $ = (id) => document.getElementById(id);
const number = new Intl.NumberFormat('en');
const HISTORY = 'desk.history';

let current = null;
let asking = false;

function duration(millis) {
  if (millis === 0) return '0 s';
  if (millis < 10) return millis.toFixed(1) + ' ms';
  if (millis < 1000) return Math.round(millis) + ' ms';
  if (millis < 60_000) return (millis / 1000).toFixed(millis < 10_000 ? 2 : 1) + ' s';
  const minutes = Math.floor(millis / 60_000);
  if (minutes < 60) return minutes + ' min ' + Math.floor((millis % 60_000) / 1000) + ' s';
  return Math.floor(minutes / 60) + ' h ' + (minutes % 60) + ' min';
}

function age(millis) {
  if (millis === null) return 'new';
  return millis < 1000 ? 'under a second' : duration(Math.floor(millis / 1000) * 1000).replace(/\.\d+ s/, ' s');
}

function money(amount, currency) {
  return new Intl.NumberFormat('en', {
    style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: amount < 0.1 ? 5 : 2,
  }).format(amount);
}

async function call(path, options) {
  const response = await fetch(path, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.detail || 'The desk answered with status ' + response.status + '.');
  return body;
}

function say(text) {
  $('said').textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { $('said').textContent = ''; }, 3000);
}

function fail(error) {
  $('problem').textContent = error instanceof TypeError ? 'The desk cannot be reached. Is it still running?' : error.message;
  $('problem').hidden = false;
}

async function ask(question) {
  question = question.trim();
  if (!question || asking) return;
  asking = true;
  $('problem').hidden = true;
  $('question').value = question;
  $('reply').setAttribute('aria-busy', 'true');
  $('ask').disabled = true;
  const begun = performance.now();
  const clock = setInterval(() => { $('ask').textContent = ((performance.now() - begun) / 1000).toFixed(1) + ' s'; }, 100);
  try {
    const answer = await call('api/ask', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ question }),
    });
    current = { question, ...answer };
    show();
    remember();
    // Who asks again need not wait for them.
    totals().catch(fail);
  }
  catch (error) {
    fail(error);
  }
  finally {
    clearInterval(clock);
    asking = false;
    $('ask').textContent = 'Ask';
    $('ask').disabled = false;
    $('reply').setAttribute('aria-busy', 'false');
  }
}

function show() {
  const [kind, headline, why] = OUTCOMES[current.outcome];
  $('reply').className = 'reply ' + kind;
  $('asked').textContent = current.question;
  $('answer').textContent = current.answer;
  $('headline').textContent = headline;
  $('outcome').textContent = current.outcome + (current.reason ? ' · ' + current.reason : '');
  $('why').textContent = REASONS[current.reason] || why;
  showBars();
  $('saved').textContent = current.savedMillis > 0
    ? duration(current.savedMillis) + ', about ' + number.format(current.savedTokens) + ' tokens' : 'nothing yet';
  $('age').textContent = age(current.ageMillis);
  $('digest').textContent = current.digest ? short(current.digest) : 'none';
  $('digest').title = current.digest || '';
  $('copy').hidden = $('forget').hidden = !current.digest;
  $('near').hidden = !current.digest || current.match !== null;
  showMatch();
  $('rejected').hidden = $('nearest').hidden = true;
  $('reply').hidden = false;
}

function showMatch() {
  const match = current.match;
  $('match').hidden = $('reject').hidden = !match;
  if (!match) return;
  $('via').textContent = FOUND[match.via];
  $('similarity').textContent = similarity(match.similarity);
  nameQuestion($('whose'), match.answeredBy);
  $('answered-by').textContent = short(match.answeredBy);
  $('answered-by').title = match.answeredBy;
  $('guards').textContent = match.guards.length > 0 ? 'let it pass: ' + match.guards.join(', ') : 'not asked';
}

function similarity(cosine) {
  return cosine === null ? 'not measured' : cosine.toFixed(3);
}

function short(digest) {
  return digest.slice(0, 12) + '…';
}

// The cache tells digests only; this page remembers what it has asked itself.
function nameQuestion(element, digest) {
  const asked = recall().find((one) => one.digest === digest);
  element.textContent = asked ? '“' + asked.question + '”' : '';
}

async function reject() {
  try {
    const { result } = await call('api/answers/' + current.digest + '/rejection', { method: 'POST' });
    $('rejected').textContent = REJECTED[result] || 'The cache says ' + result + '.';
    $('rejected').hidden = false;
    $('reject').hidden = true;
    $('rejected').focus();
  }
  catch (error) {
    fail(error);
  }
}

async function nearest() {
  try {
    const told = await call('actuator/llmcache/support/' + current.digest);
    const other = told.candidates.filter((one) => one.digest !== current.digest);
    $('requirement').textContent = told.threshold === null ? 'Nothing can be compared: ' + told.decision + '.'
      : other.length === 0 ? 'No other question is stored.'
        : 'To answer this one, another must have a similarity of ' + told.threshold + ', and no guard may object.';
    $('candidates').replaceChildren(...other.map((one) => candidate(one, told.threshold)));
    $('nearest').hidden = false;
    $('nearest').focus();
  }
  catch (error) {
    fail(error);
  }
}

function candidate({ digest, similarity: cosine, guards }, threshold) {
  const item = document.createElement('li');
  const against = Object.keys(guards).filter((name) => guards[name] !== 'pass');
  const verdict = (cosine < threshold ? 'not near enough' : 'near enough')
    + (against.length > 0 ? '; guards object: ' + against.join(', ') : '');
  const question = document.createElement('span');
  const code = document.createElement('code');
  nameQuestion(question, digest);
  code.textContent = short(digest);
  code.title = digest;
  item.append(cosine.toFixed(3) + ' ', question, ' ', code, ' ' + verdict);
  return item;
}

function showBars() {
  const ours = current.millis;
  const theirs = current.savedMillis > 0 ? ours + current.savedMillis : 0;
  const longest = Math.max(ours, theirs, 2000);
  bar($('ours'), ours, longest);
  bar($('theirs'), theirs, longest);
  $('theirs').hidden = theirs === 0;
}

function bar(row, millis, longest) {
  row.querySelector('.bar').style.width = Math.round(100 * millis / longest) + '%';
  row.querySelector('b').textContent = duration(millis);
}

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(HISTORY)) || [];
  }
  catch {
    return [];
  }
}

function remember() {
  const { question, outcome, millis, digest } = current;
  const history = [{ question, outcome, millis, digest }, ...recall()].slice(0, 20);
  sessionStorage.setItem(HISTORY, JSON.stringify(history));
  showHistory();
}

function showHistory() {
  const history = recall();
  $('history').hidden = history.length === 0;
  $('rows').replaceChildren(...history.map(row));
}

function row({ question, outcome, millis }) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = OUTCOMES[outcome][0];
  button.title = 'Ask again';
  for (const [name, text] of [['q', question], ['o', OUTCOMES[outcome][1].split(',')[0]], ['t', duration(millis)]]) {
    const part = document.createElement('span');
    part.className = name;
    part.textContent = text;
    button.append(part);
  }
  button.addEventListener('click', () => ask(question));
  const item = document.createElement('li');
  item.append(button);
  return item;
}

async function totals() {
  const books = await call('api/stats');
  $('model').textContent = 'Model: ' + books.model;
  $('t-model').textContent = number.format(books.modelCalls);
  $('t-calls').textContent = 'for ' + number.format(books.calls) + (books.calls === 1 ? ' question' : ' questions');
  $('t-hits').textContent = number.format(books.hits)
    + (books.hitRate === null ? '' : ' (' + Math.round(100 * books.hitRate) + ' %)');
  $('t-semantic').textContent = number.format(books.semanticHits);
  $('t-coalesced').textContent = number.format(books.coalesced);
  $('t-bypassed').textContent = number.format(books.bypassed);
  $('t-bypassed-row').hidden = books.bypassed === 0;
  $('t-time').textContent = duration(books.savedMillis);
  $('t-tokens').textContent = number.format(books.savedTokens);
  $('t-money').textContent = money(books.savedMoney, books.currency);
}

async function forget(path, done) {
  try {
    const { result } = await call(path, { method: 'DELETE' });
    say(result === 'DONE' ? done : 'There was nothing to forget.');
    await totals();
  }
  catch (error) {
    fail(error);
  }
}

async function copy() {
  try {
    await navigator.clipboard.writeText(current.digest);
    say('Digest copied.');
  }
  catch {
    say(current.digest);
  }
}

for (const example of EXAMPLES) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = example;
  button.addEventListener('click', () => ask(example));
  const item = document.createElement('li');
  item.append(button);
  $('chips').append(item);
}

$('form').addEventListener('submit', (event) => {
  event.preventDefault();
  ask($('question').value);
});
$('question').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $('form').requestSubmit();
  }
});
$('again').addEventListener('click', () => ask(current.question));
$('reject').addEventListener('click', reject);
$('near').addEventListener('click', nearest);
$('copy').addEventListener('click', copy);
$('forget').addEventListener('click', () => forget('api/answers/' + current.digest,
  'Forgotten. The next one to ask pays again, unless the question is stored in other words.'));
$('clear').addEventListener('click', () => forget('api/answers', 'Cleared. What is asked within the next second is not kept either.'));
$('curl').textContent = "curl '" + location.origin + "/api/ask?q=How+do+I+locate+my+card%3F'";
showHistory();
totals().catch(fail);
