// An echo function as a Node gRPC server. Arguments: the .proto file, the port.
'use strict';

const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');

const [file, port] = process.argv.slice(2);
// Numbers of 64 bits as text: as JavaScript's own they would not come back as they came.
const definition = protoLoader.loadSync(file, { keepCase: true, longs: String });
const { baetyl } = grpc.loadPackageDefinition(definition);

const server = new grpc.Server();
server.addService(baetyl.Function.service, {
  Call: (call, callback) => callback(null, { ...call.request, Payload: call.request.Payload }),
});
server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (failure) => {
  if (failure) {
    console.error(failure.message);
    process.exit(1);
  }
});
process.on('SIGTERM', () => {
  server.forceShutdown();
  process.exit(0);
});
