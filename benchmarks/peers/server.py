"""An echo function as a Python gRPC server: what a runtime of functions in Python imports, and no more than it does."""

import signal
import sys
from concurrent import futures

import grpc
import yaml
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_TYPES = descriptor_pb2.FieldDescriptorProto
_FIELDS = [
    ("ID", 1, _TYPES.TYPE_UINT64), ("QOS", 2, _TYPES.TYPE_UINT32), ("Topic", 3, _TYPES.TYPE_STRING),
    ("Payload", 4, _TYPES.TYPE_BYTES), ("Timestamp", 10, _TYPES.TYPE_SINT64),
    ("FunctionName", 11, _TYPES.TYPE_STRING), ("FunctionInvokeID", 12, _TYPES.TYPE_STRING),
]


def _message_class():
    """What a generated module does as well: it hands a serialized descriptor to the pool."""
    file = descriptor_pb2.FileDescriptorProto(name="function.proto", package="baetyl", syntax="proto3")
    message = file.message_type.add(name="FunctionMessage")
    for name, number, kind in _FIELDS:
        message.field.add(name=name, number=number, type=kind, label=_TYPES.LABEL_OPTIONAL)
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    descriptor = pool.FindMessageTypeByName("baetyl.FunctionMessage")
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(pool).GetPrototype(descriptor)


def _echo(request, _context):
    request.Payload = bytes(request.Payload)
    return request


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        address = yaml.safe_load(file)["server"]["address"]
    message = _message_class()
    handler = grpc.unary_unary_rpc_method_handler(
        _echo, request_deserializer=message.FromString, response_serializer=message.SerializeToString)
    server = grpc.server(futures.ThreadPoolExecutor())
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("baetyl.Function", {"Call": handler}),))
    if server.add_insecure_port(address) == 0:
        sys.exit(f"{address} is in use")
    server.start()
    signal.signal(signal.SIGTERM, lambda *_: server.stop(0))
    server.wait_for_termination()


main()
