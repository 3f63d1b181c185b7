// SPDX-License-Identifier: Apache-2.0
// Three xAPI clients that others wrote, against one LRS: node xapi_clients.js ENDPOINT/ NAME SECRET RUN. Run it twice with
// RUN 1 and 2: the second meets the documents of the first.
const assert = require('assert');
const { promisify } = require('util');
const [endpoint, name, secret, run] = process.argv.slice(2);
const agent = { objectType: 'Agent', mbox: 'mailto:learner@x.example' };
const activity = (id) => ({ objectType: 'Activity', id: `https://a.example/${id}`, definition: { name: { 'en-US': id } } });
const verb = { id: 'http://adlnet.gov/expapi/verbs/experienced', display: { 'en-US': 'experienced' } };

async function modern() {
	const XAPI = require('@xapi/xapi').default || require('@xapi/xapi');
	const xapi = new XAPI({ endpoint, auth: XAPI.toBasicAuth(name, secret), version: run === '1' ? '1.0.3' : '2.0.0' });
	const object = activity(`modern-${run}`);
	const about = await xapi.getAbout();
	assert(about.data.version.includes('1.0.3'));
	const sent = await xapi.sendStatements({
		statements: [1, 2, 3, 4, 5].map(() => ({ actor: agent, verb, object })) });
	assert.strictEqual(sent.data.length, 5);
	let page = await xapi.getStatements({ activity: object.id, limit: 2 }), n = 0;
	for (;; page = await xapi.getMoreStatements({ more: page.data.more })) {
		n += page.data.statements.length;
		if (!page.data.more) break;
	}
	assert.strictEqual(n, 5);
	await xapi.voidStatement({ actor: agent, statementId: sent.data[0] });
	await assert.rejects(xapi.getStatement({ statementId: sent.data[0] }));
	const voided = await xapi.getVoidedStatement({ voidedStatementId: sent.data[0] });
	assert.strictEqual(voided.data.id, sent.data[0]);
	assert.strictEqual((await xapi.getActivity({ activityId: object.id })).data.definition.name['en-US'], object.definition.name['en-US']);
	assert.deepStrictEqual((await xapi.getAgent({ agent })).data.mbox, [agent.mbox]);
	const place = { agent, activityId: object.id, stateId: 'bookmark' };
	await xapi.createState({ ...place, state: { page: 1 } });
	await xapi.createState({ ...place, state: { seen: true } });
	assert.deepStrictEqual((await xapi.getState(place)).data, { page: 1, seen: true });
	await xapi.deleteState(place);
	await assert.rejects(xapi.getState(place));
	const profile = { activityId: activity('modern').id, profileId: 'colours' };
	await xapi.createActivityProfile({ ...profile, profile: { run } });
	const known = await xapi.getActivityProfile(profile);
	await xapi.setActivityProfile({ ...profile, profile: { run, more: 1 }, etag: known.headers.etag, matchHeader: 'If-Match' });
	assert.deepStrictEqual((await xapi.getActivityProfile(profile)).data, { run, more: 1 });
}

// One call of tincanjs, which answers by callback.
const call = (talk) => new Promise((resolve, reject) => talk({
	callback: (err, result) => (err === null ? resolve(result) : reject(new Error(`${err} ${result && result.responseText}`))) }));

async function tincan() {
	const TinCan = require('tincanjs');
	const lrs = new TinCan.LRS({ endpoint, username: name, password: secret, allowFail: false });
	const object = activity(`tincan-${run}`);
	const statement = new TinCan.Statement({ actor: agent, verb, target: object, result: { score: { scaled: 0.95 } } });
	await call((c) => lrs.saveStatement(statement, c));
	const found = await call((c) => lrs.retrieveStatement(statement.id, c));
	assert.strictEqual(found.result.score.scaled, 0.95);
	await call((c) => lrs.saveStatements([1, 2, 3].map(() => new TinCan.Statement({ actor: agent, verb, target: object })), c));
	const list = await call((c) => lrs.queryStatements({ params: { activity: new TinCan.Activity(object), limit: 2 }, ...c }));
	assert.strictEqual(list.statements.length, 2);
	const more = await call((c) => lrs.moreStatements({ url: list.more, ...c }));
	assert.strictEqual(more.statements.length, 2);

	const who = new TinCan.Agent(agent), what = new TinCan.Activity(activity('tincan'));
	const state = { agent: who, activity: what };
	await call((c) => lrs.saveState('bookmark', { run }, { ...state, contentType: 'application/json', ...c }));
	const kept = await call((c) => lrs.retrieveState('bookmark', { ...state, ...c }));
	assert.deepStrictEqual(kept.contents, { run });
	const before = await call((c) => lrs.retrieveActivityProfile('colours', { activity: what, ...c }));
	assert.strictEqual(before === null, run === '1');
	await call((c) => lrs.saveActivityProfile('colours', { run }, {
		activity: what, contentType: 'application/json', ...(before ? { lastSHA1: before.etag } : {}), ...c }));
	const after = await call((c) => lrs.retrieveActivityProfile('colours', { activity: what, ...c }));
	assert.deepStrictEqual(after.contents, { run });
}

async function wrapper() {
	const adl = require('adl-xapiwrapper');
	const lrs = new adl.XAPIWrapper({ url: endpoint, auth: { user: name, pass: secret } });
	const ask = (method, ...args) => promisify((done) => lrs[method](...args, (err, resp, body) => done(err, { status: resp && resp.statusCode, body })))();
	const object = activity(`wrapper-${run}`);
	const sent = await ask('sendStatements', [{ actor: agent, verb, object }, { actor: agent, verb, object }]);
	assert.strictEqual(sent.status, 200);
	const first = JSON.parse((await ask('getStatements', { activity: object.id, limit: 1 }, null)).body);
	const second = JSON.parse((await ask('getStatements', null, first.more)).body);
	assert.deepStrictEqual(new Set([first, second].map((p) => p.statements[0].id)), new Set(JSON.parse(sent.body)));
	assert.strictEqual((await ask('sendState', object.id, agent, 'bookmark', null, { page: 2 }, null, null)).status, 204);
	assert.deepStrictEqual(JSON.parse((await ask('getState', object.id, agent, 'bookmark', null, null)).body), { page: 2 });
	assert.strictEqual((await ask('sendAgentProfile', agent, 'wrapper', { run }, null, '*')).status, run === '1' ? 204 : 412);
	assert.strictEqual(JSON.parse((await ask('getActivities', object.id)).body).id, object.id);
}

(async () => {
	for (const [client, talk] of Object.entries({ '@xapi/xapi': modern, tincanjs: tincan, 'adl-xapiwrapper': wrapper })) {
		await talk();
		console.log(`ok ${client}, run ${run}`);
	}
})().catch((error) => {
	console.log(`not ok ${error.stack || error} ${JSON.stringify((error.response || {}).data || '')}`);
	process.exit(1);
});
