/** What an image is made of, as git pathspecs: the one definition that build-push hashes and classify-push compares. */
export const defaultImageInputs: readonly string[] = [
  'vad-service',
  'proto',
  'package.json',
  'package-lock.json',
  ':(exclude,glob)vad-service/**/*.test.ts',
  ':(exclude,glob)vad-service/**/test/**',
  ':(exclude)vad-service/bench',
  ':(exclude,glob)**/README.md',
];
