using System.CommandLine;
using InferOps.TestKit.Gguf;

// Writes models that need no download: dotnet run --project tests/ModelKit -- reciter --out FILE
var outFile = new Option<FileInfo>("--out") { Description = "The file to write.", Required = true };
var type = new Option<GgufTensorType>("--type") { Description = "The number format of the weights.", DefaultValueFactory = _ => GgufTensorType.F16 };
var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same file.", DefaultValueFactory = _ => 1 };

var reciter = new Command("reciter", "A model that recites known texts word for word.") { outFile, type };
reciter.SetAction(arguments => Reciter.Describe(arguments.GetValue(type)).Write(Prepare(arguments)));

var random = new Command("random", "A small model with random weights.") { outFile, type, seed };
random.SetAction(arguments => RandomModel.Describe(ModelShape.Tiny, arguments.GetValue(type), arguments.GetValue(seed)).Write(Prepare(arguments)));

var huge = new Command("huge", "A model larger than any GPU: a true header, and holes where its 400 GB of weights would be.") { outFile };
huge.SetAction(arguments => DamagedModels.WriteLargerThanAnyGpu(Prepare(arguments)));

return new RootCommand("Writes GGUF models for tests and demonstrations.") { reciter, random, huge }.Parse(args).Invoke();

string Prepare(ParseResult arguments)
{
    var file = arguments.GetRequiredValue(outFile);
    file.Directory?.Create();
    return file.FullName;
}
