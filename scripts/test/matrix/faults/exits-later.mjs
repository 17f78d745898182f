// Ready for long by then, and yet within `minReadySeconds`.
setTimeout(() => {
  console.error('later: the frobnicator fell off');
  process.exit(4);
}, 20_000);
