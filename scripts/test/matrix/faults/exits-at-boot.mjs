console.error('boot: the frobnicator is missing');
process.exit(3);
