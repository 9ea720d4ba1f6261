// The page of a review. What a record holds is only ever set as text: nothing of it becomes markup.
const element = (id) => document.getElementById(id);
const commentBox = element('comment');

let about;
let shown;
let isBusy = false;
let isOver = false;
/** The fields of the record that is shown: name, box, and the text that was in it. */
let fields = [];
/** Positions of the decisions that were taken on this page, to be undone. */
const taken = [];
/** What was typed and not decided yet, by position. */
const drafts = new Map();

async function call(path, body) {
  const options = body && {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify(body),
  };
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error(
      'agac does not answer: it has ended, or has waited too long. What was decided is kept; ' +
        `type agac run -a ${about?.workflow ?? '…'} --hitl page to go on.`,
    );
  }
  const reply = await response.json();
  if (!response.ok) throw new Error(reply.message);
  return reply;
}

/** One thing at a time; what goes wrong is said. */
async function act(work) {
  if (isBusy || isOver) return;
  isBusy = true;
  element('problem').textContent = '';
  try {
    await work();
  } catch (error) {
    element('problem').textContent = error.message;
  } finally {
    isBusy = false;
  }
}

function say(text) {
  element('message').textContent = text;
}

async function begin() {
  about = await call('review');
  const {workflow, action, instructions, commentOnReject, granularity, start, count} = about;
  document.title = `Review: ${action}`;
  element('title').textContent = `Review of ${action} in ${workflow}`;
  element('instructions').textContent = instructions;
  element('comment-hint').textContent = commentOnReject ? 'Needed to reject.' : '';
  element('edit').hidden = granularity === 'file';
  tellProgress(about.decided);
  if (count > 0) await show(start);
}

function tellProgress(decided) {
  about.decided = decided;
  const what = about.granularity === 'file' ? 'files' : 'records';
  element('progress-text').textContent = `${decided} of ${about.groups} ${what} decided`;
  element('progress').max = about.groups;
  element('progress').value = decided;
  element('finish-text').textContent = decided === about.groups ? 'Finish' : 'Stop for now';
}

async function show(position, {keeping = true} = {}) {
  if (keeping) keepDraft();
  shown = await call(`records/${position}`);
  const {file, group, decision, beside} = shown;
  element('heading').textContent = headingOf(file, position, group);
  element('decision').textContent = decisionText(decision);
  const draft = drafts.get(position);
  commentBox.value = draft?.comment ?? decision?.comment ?? '';
  showFields(decision?.content ?? shown.fields, draft);
  showBeside(beside);
  element('previous').disabled = position === 0;
  element('next').disabled = position === about.count - 1;
  element('heading').focus();
}

function headingOf(file, position, {first, count}) {
  if (about.granularity === 'file') {
    return `${file}: record ${position - first + 1} of ${count}; one decision for all of them`;
  }
  return `Record ${position + 1} of ${about.count}, from ${file}`;
}

function decisionText(decision) {
  if (decision === null) return 'Not decided yet.';
  const edited = decision.content === undefined ? '' : ', edited';
  const before = decision.from === undefined ? '' : ', in an earlier run';
  return `${decision.status === 'approved' ? 'Approved' : 'Rejected'}${edited}${before}.`;
}

function showFields(values, draft) {
  fields = Object.entries(values).map(([name, value], i) => {
    const box = document.createElement('textarea');
    const label = document.createElement('label');
    box.id = `field-${i}`;
    box.readOnly = !draft?.texts.size;
    box.spellcheck = false;
    label.htmlFor = box.id;
    label.textContent = name;
    box.value = textOf(value);
    const before = box.value;
    box.value = draft?.texts.get(name) ?? before;
    box.rows = Math.min(20, Math.max(1, before.split('\n').length, Math.ceil(before.length / 90)));
    return {name, label, box, before, isText: typeof value === 'string', isChanged: false, value};
  });
  element('fields').replaceChildren(...fields.flatMap(({label, box}) => [label, box]));
}

function showBeside(beside) {
  const rows = Object.entries(beside).flatMap(([namespace, value]) =>
    isMap(value) ? Object.entries(value).map(([name, inner]) => [`${namespace}.${name}`, inner]) : [[namespace, value]],
  );
  const items = rows.flatMap(([name, value]) => {
    const [term, text] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = name;
    text.textContent = textOf(value);
    return [term, text];
  });
  element('beside').hidden = items.length === 0;
  element('beside-list').replaceChildren(...items);
}

function isMap(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value) {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function keepDraft() {
  if (shown === undefined) return;
  const changed = fields.filter(({box, before}) => box.value !== before);
  const hasComment = commentBox.value !== (shown.decision?.comment ?? '');
  if (changed.length === 0 && !hasComment) drafts.delete(shown.position);
  else {
    const texts = new Map(changed.map(({name, box}) => [name, box.value]));
    drafts.set(shown.position, {texts, comment: commentBox.value});
  }
}

/** What differs from the record as it came; a field that was no text has to stay JSON. */
function changesOf() {
  const changes = {};
  for (const {name, box, before, isText, value} of fields) {
    box.removeAttribute('aria-invalid');
    const isKept = box.value === before;
    if (isKept && value === shown.fields[name]) continue;
    try {
      changes[name] = isKept ? value : isText ? box.value : JSON.parse(box.value);
    } catch {
      box.setAttribute('aria-invalid', 'true');
      box.focus();
      throw new Error(`${name} was no text, so it has to stay JSON; a text stands in double quotes there.`);
    }
  }
  return changes;
}

async function decide(status) {
  const {position} = shown;
  const comment = commentBox.value;
  if (status === 'rejected' && about.commentOnReject && comment.trim() === '') {
    commentBox.focus();
    throw new Error('Say in the comment why it is rejected.');
  }
  const changes = status === 'approved' ? changesOf() : {};
  const {decided, next} = await call('decisions', {position, status, comment, changes});
  taken.push(position);
  drafts.delete(position);
  tellProgress(decided);
  const what = status === 'approved' ? 'Approved' : 'Rejected';
  await show(next ?? position, {keeping: false});
  say(next === null ? `${what}. All are decided: finish, or look back.` : `${what}.`);
  if (next === null) element('finish').focus();
}

async function undo() {
  const position = taken.at(-1) ?? (shown.decision === null ? undefined : shown.position);
  if (position === undefined) return say('There is nothing to undo.');
  const {decided} = await call('decisions', {position, status: null});
  taken.pop();
  tellProgress(decided);
  await show(position, {keeping: position !== shown.position});
  say('Undone: this one is not decided any more.');
}

function edit() {
  for (const {box} of fields) box.readOnly = false;
  if (fields.length === 0) return say('There is nothing to edit.');
  fields[0].box.focus();
  say('Approve keeps what you write.');
}

async function finish() {
  await call('end', {});
  isOver = true;
  const isDone = about.decided === about.groups;
  element('main').remove();
  say(
    isDone
      ? 'Finished. The workflow goes on; you can close this page.'
      : `Stopped for now. What was decided is kept: agac run -a ${about.workflow} --hitl page goes on.`,
  );
}

async function move(by) {
  const position = shown.position + by;
  if (position < 0 || position >= about.count) return say('There are no more records this way.');
  say('');
  await show(position);
}

async function toOpen() {
  const {start, decided} = await call('review');
  await show(start);
  say(decided === about.groups ? 'All are decided.' : '');
}

const deeds = {
  approve: () => decide('approved'),
  reject: () => decide('rejected'),
  edit,
  undo,
  previous: () => move(-1),
  next: () => move(1),
  open: toOpen,
  finish,
};
const keys = {a: 'approve', r: 'reject', e: 'edit', u: 'undo', k: 'previous', j: 'next', n: 'open', f: 'finish'};

for (const [id, deed] of Object.entries(deeds)) element(id).addEventListener('click', () => act(deed));

document.addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLTextAreaElement;
  if (event.key === 'Escape' && isTyping) return element('heading').focus();
  if (isTyping || event.repeat || event.ctrlKey || event.altKey || event.metaKey || isOver) return;
  if (!element('shortcuts').checked) return;
  const id = keys[event.key];
  if (id === undefined && event.key !== 'c') return;
  event.preventDefault();
  if (id === undefined) commentBox.focus();
  else if (!element(id).disabled && !element(id).hidden) act(deeds[id]);
});

/** Whoever types is there, though nothing else is heard of them. */
let toldAt = 0;
document.addEventListener('input', () => {
  const now = Date.now();
  if (isOver || about === undefined || now - toldAt < Math.min(20, about.timeout / 3) * 1000) return;
  toldAt = now;
  call('alive', {}).catch(() => {});
});

act(begin);
