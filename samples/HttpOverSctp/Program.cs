Console.WriteLine("HttpOverSctp");
