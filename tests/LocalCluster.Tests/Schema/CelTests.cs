using System.Text.Json.Nodes;
using InferOps.LocalCluster.Schema.Cel;

namespace InferOps.LocalCluster.Tests.Schema;

/// <summary>The expression language: each line is an expression that is true.</summary>
public sealed class CelTests
{
    private static readonly object? Self = Values.From(JsonNode.Parse(
        """{"n":3,"text":"hello","list":[1,2,3],"names":["a","b"],"map":{"k":"v"},"items":[{"name":"x","size":1},{"name":"y","size":2}],"nothing":null}"""), null);

    [Theory]
    [InlineData("self.n == 3 && !(self.n != 3)")]
    [InlineData("1 + 2 * 3 - 4 / 2 == 5")]
    [InlineData("(1 + 2) * 3 == 9 && 7 % 4 == 3 && -7 / 2 == -3")]
    [InlineData("self.n > 2 ? true : false")]
    [InlineData("1.5 + 1.5 == 3.0 && 1 < 1.5")]
    [InlineData("0xff == 255 && 10u == 10u && 1e3 == 1000.0")]
    [InlineData("has(self.text) && !has(self.absent) && has(self.map.k)")]
    [InlineData("size(self.list) == 3 && self.list.size() == 3 && self.text.size() == 5 && size(self.map) == 1")]
    [InlineData("self.list.all(x, x > 0) && self.list.exists(x, x == 2) && self.list.exists_one(x, x == 2)")]
    [InlineData("self.list.map(x, x * 2) == [2, 4, 6] && self.list.filter(x, x > 1) == [2, 3]")]
    [InlineData("self.items.map(i, i.size > 1, i.name) == ['y']")]
    [InlineData("self.map.all(key, key == 'k') && 'k' in self.map && !('z' in self.map)")]
    [InlineData("2 in self.list && !(9 in self.list)")]
    [InlineData("self.items.all(i, self.items.exists_one(j, j.name == i.name))")]
    [InlineData("type(1) == int && type(self.text) == string && type(self.text) != int && type(int) == type")]
    [InlineData("self.text.startsWith('he') && self.text.endsWith('lo') && self.text.contains('ell') && self.text.matches('^h.*o$')")]
    [InlineData("self.text.substring(1, 3) == 'el' && self.text.indexOf('l') == 2 && self.text.upperAscii() == 'HELLO'")]
    [InlineData("'a,b'.split(',') == ['a', 'b'] && ['a', 'b'].join('-') == 'a-b' && ' x '.trim() == 'x'")]
    [InlineData("duration('1h30m') > duration('89m') && duration('90s') == duration('1m30s')")]
    [InlineData("quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('500m').compareTo(quantity('0.5')) == 0 && isQuantity('2') && !isQuantity('x')")]
    [InlineData("timestamp('2026-01-01T00:00:00Z') < timestamp('2026-01-02T00:00:00Z')")]
    [InlineData("string(1) == '1' && int('7') == 7 && double('1.5') == 1.5")]
    [InlineData("self.nothing == null && self.n != null")]
    [InlineData("true || self.absent && self.absent || true")]
    [InlineData("self.absent == 1 || true")]
    [InlineData("r'\\d' == '\\\\d' && \"a\" == 'a' && '''it's''' == \"it's\"")]
    [InlineData("{'a': 1}['a'] == 1 && {'a': 1}.a == 1 && [1, 2][1] == 2")]
    [InlineData("sets.contains(self.names, ['a']) && sets.intersects(self.names, ['b', 'c']) && math.greatest(1, 3) == 3")]
    [InlineData("self.list.sum() == 6 && self.list.max() == 3 && self.list.isSorted()")]
    [InlineData("self.items[0].name == 'x' // and a comment")]
    public void Is_true(string expression) => Assert.Equal(true, CelProgram.Compile(expression, null).Evaluate(Self, null));

    [Theory]
    [InlineData("self.absent", "no such key: absent")]
    [InlineData("self.list[7]", "index out of bounds: 7")]
    [InlineData("1 / 0", "division by zero")]
    [InlineData("9223372036854775807 + 1", "integer overflow")]
    [InlineData("1 + 'a'", "found no matching overload for '+' applied to '(int, string)'")]
    [InlineData("self.absent || false", "no such key: absent")]
    public void Has_no_value(string expression, string message) =>
        Assert.Equal(message, Assert.Throws<CelException>(() => CelProgram.Compile(expression, null).Evaluate(Self, null)).Message);

    [Theory]
    [InlineData("self.a ==")]
    [InlineData("(1 + 2")]
    [InlineData("other.a")]
    [InlineData("has(1)")]
    [InlineData("'open")]
    [InlineData("self.list.every(x, x)")]
    [InlineData("1 ? 2")]
    public void Does_not_compile(string expression) => Assert.Throws<CelException>(() => CelProgram.Compile(expression, null));
}
