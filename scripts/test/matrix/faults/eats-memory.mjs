const eaten = [];
setInterval(() => eaten.push(Buffer.alloc(20e6, 1)), 100);
