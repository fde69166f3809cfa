/** Runs what fails fastest first: whole projects in the order of jest.config.js, files of one by name. */
import config from '../jest.config.js';

const ORDER = config.projects.map((project) => project.displayName);

/** The part of Jest's sequencer interface that a single run on one machine uses. */
export default class ProjectOrderSequencer {
  sort(tests) {
    const rank = ({ context }) => ORDER.indexOf(context.config.displayName?.name);
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  async cacheResults() {}
}
